import { EngineError, type RunResult, type SandboxHandle } from "@swe/core";

/** How a helper script of the grader is run in a container. */
export interface ExecShellOptions {
  readonly cwd?: string | undefined;
  readonly args?: readonly string[] | undefined;
  readonly stdin?: string | Uint8Array | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const helperTimeoutMs = 120_000;

/**
 * Runs one of the grader's own bash scripts by an engine exec. Rejects when it did not end by itself; its exit code is data.
 * `what` names the step in the error.
 */
export async function execShell(sandbox: SandboxHandle, what: string, script: string, options: ExecShellOptions = {}): Promise<RunResult> {
  const { cwd, args = [], stdin, abortSignal } = options;
  abortSignal?.throwIfAborted();
  const result = await sandbox.exec(["bash", "-c", script, "swe-grading", ...args], {
    cwd,
    stdin,
    timeoutMs: helperTimeoutMs,
    abortSignal,
  });
  if (result.endedBy === "abort") abortSignal?.throwIfAborted();
  if (result.endedBy === "exit") return result;
  throw new EngineError({ message: `Sandbox ${sandbox.id.slice(0, 12)}: ${what} did not end within ${helperTimeoutMs / 1000} s.` });
}

/** What a helper has to say about a failure: the end of its output. */
export function tail(text: string, characters = 2000): string {
  return text.length > characters ? `...${text.slice(-characters)}` : text;
}
