import type { RunResult } from "@swe/core";

interface MemoryRunResultOptions {
  readonly stdout?: string | Uint8Array | undefined;
  readonly stderr?: string | Uint8Array | undefined;
  readonly output?: string | Uint8Array | undefined;
  readonly started: number;
  readonly maxOutputBytes?: number | undefined;
}

type Given = Partial<Omit<RunResult, "stdout" | "stderr" | "output">> & MemoryRunResultOptions;

const defaultMaxOutputBytes = 1024 * 1024;

/** Fills in what was not given, and keeps head and tail of each stream as a real sandbox does. */
export function memoryRunResult({ started, maxOutputBytes = defaultMaxOutputBytes, ...given }: Given): RunResult {
  const endedBy = given.endedBy ?? "exit";
  const stdout = Buffer.from(given.stdout ?? "");
  const stderr = Buffer.from(given.stderr ?? "");
  const output = given.output === undefined ? Buffer.concat([stdout, stderr]) : Buffer.from(given.output);
  const kept = { stdout: keep(stdout, maxOutputBytes), stderr: keep(stderr, maxOutputBytes), output: keep(output, maxOutputBytes) };
  return {
    exitCode: endedBy === "exit" ? (given.exitCode ?? 0) : null,
    stdout: kept.stdout.text,
    stderr: kept.stderr.text,
    output: kept.output.text,
    bytes: { stdout: kept.stdout.bytes, stderr: kept.stderr.bytes, output: kept.output.bytes },
    endedBy,
    timedOut: endedBy === "timeout" || endedBy === "idle_timeout",
    truncated: given.truncated ?? (stdout.length > maxOutputBytes || stderr.length > maxOutputBytes || output.length > maxOutputBytes),
    outputBytes: given.outputBytes ?? stdout.length + stderr.length,
    durationMs: given.durationMs ?? performance.now() - started,
    oomKilled: given.oomKilled ?? false,
    sandboxRestarted: given.sandboxRestarted ?? false,
  };
}

function keep(bytes: Buffer, limit: number): { readonly text: string; readonly bytes: Uint8Array } {
  if (bytes.length <= limit) return { text: bytes.toString(), bytes: new Uint8Array(bytes) };
  const head = bytes.subarray(0, Math.ceil(limit / 2));
  const tail = bytes.subarray(bytes.length - Math.floor(limit / 2));
  const before = new TextDecoder().decode(head, { stream: true });
  const after = tail.subarray(tail.findIndex((byte) => (byte & 0xc0) !== 0x80)).toString();
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  const text = `${before}${gap}[... ${bytes.length - limit} bytes dropped ...]\n${tail.length === 0 ? "" : after}`;
  return { text, bytes: new Uint8Array(Buffer.concat([head, tail])) };
}
