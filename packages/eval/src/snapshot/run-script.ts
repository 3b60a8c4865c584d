import type { RunResult, SandboxHandle } from "@swe/core";
import { SnapshotError } from "./snapshot-error.ts";

export interface ScriptOptions {
  readonly stdin?: Uint8Array | undefined;
  readonly timeoutMs?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const defaultTimeoutMs = 600_000;
const maxOutputBytes = 256 * 1024 * 1024;

/** Runs one of the snapshot scripts. Resolves whatever its status; rejects when it did not end by itself. */
export async function runScript(
  sandbox: SandboxHandle,
  script: string,
  args: readonly string[],
  { stdin, timeoutMs = defaultTimeoutMs, abortSignal }: ScriptOptions,
): Promise<RunResult> {
  const result = await sandbox.exec(["/bin/sh", "-c", script, "snapshot", ...args], {
    cwd: "/",
    stdin: stdin ?? "",
    timeoutMs,
    maxOutputBytes,
    abortSignal,
  });
  abortSignal?.throwIfAborted();
  if (result.exitCode === null || result.truncated) {
    throw new SnapshotError({
      message: `Looking through ${sandbox.workdir} did not end properly (${result.truncated ? "too much output" : result.endedBy}).`,
      remedy: "Keep large generated folders out of the repository's folder or have them ignored by git in the image.",
      details: result.stderr,
    });
  }
  return result;
}
