import type { Io } from "../src/io.ts";

export interface FakeIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  /** What Ctrl-C does. */
  readonly interrupt: () => void;
}

export function createFakeIo(argv: readonly string[], env: Io["env"] = {}): FakeIo {
  const written = { out: "", err: "" };
  const callbacks = new Set<(signal: string) => void>();
  return {
    argv,
    env,
    cwd: "/",
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    onInterrupt: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    out: () => written.out,
    err: () => written.err,
    interrupt: () => callbacks.forEach((callback) => callback("SIGINT")),
  };
}
