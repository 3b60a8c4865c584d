import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

export interface DriverEnd {
  /** undefined when it was killed. */
  readonly exitCode: number | undefined;
  /** The last of what it printed. */
  readonly output: string;
  readonly durationMs: number;
}

export interface Driver {
  readonly end: Promise<DriverEnd>;
  /** SIGKILL: nothing can be tidied up. */
  readonly kill: () => void;
}

/** Starts one of the command lines from its sources. */
export function startDriver(args: readonly string[]): Driver {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--conditions=@swe/source", ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const collect = (data: Buffer): void => {
    output = (output + data.toString()).slice(-10_000);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const end = new Promise<DriverEnd>((resolve) => {
    child.on("close", (code) => resolve({ exitCode: code ?? undefined, output, durationMs: performance.now() - startedAt }));
  });
  return { end, kill: () => void child.kill("SIGKILL") };
}

/** `{ k: 1 }` as `--k 1`. */
export function flags(values: Readonly<Record<string, string | number>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
