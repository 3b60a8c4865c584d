import type { RunResult, SandboxHandle } from "@swe/core";
import { createSnapshot, type Snapshot } from "./create-snapshot.ts";
import { runScript } from "./run-script.ts";
import { SnapshotError } from "./snapshot-error.ts";
import { receiveScript } from "./snapshot-scripts.ts";
import { requireSameStart } from "./require-same-start.ts";

export interface CarryTreeOptions {
  /** The sandbox in which git, the shell or other programs do not work any more. */
  readonly from: SandboxHandle;
  /** Fresh sandbox of the same image, prepared like the other one was. */
  readonly to: SandboxHandle;
  readonly expected: Snapshot;
  readonly timeoutMs?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const maxArchiveBytes = 512 * 1024 * 1024;

/** Replaces the tree of a fresh sandbox by the one of a damaged sandbox, which needs no more than `tar` for that. Yields the start's snapshot there. */
export async function carryTree({ from, to, expected, timeoutMs = 600_000, abortSignal }: CarryTreeOptions): Promise<Snapshot> {
  const taken = await createSnapshot(to, { maxFileBytes: expected.maxFileBytes, abortSignal });
  requireSameStart(taken, expected);
  const packed = await from.exec(["tar", "-C", from.workdir, "-cf", "-", "."], {
    cwd: "/",
    timeoutMs,
    maxOutputBytes: maxArchiveBytes,
    abortSignal,
  });
  abortSignal?.throwIfAborted();
  // Status 1: a process of the agent's changed a file meanwhile.
  if (packed.exitCode === null || packed.exitCode > 1 || packed.truncated) throw failure("could not be packed", packed);
  const received = await runScript(to, receiveScript, [taken.stateDir, to.workdir, taken.git, taken.treeId], {
    stdin: packed.bytes.stdout,
    timeoutMs,
    abortSignal,
  });
  if (received.exitCode !== 0) throw failure("could not be unpacked in a fresh container", received);
  return taken;
}

function failure(what: string, { stderr, truncated, exitCode }: RunResult): SnapshotError {
  return new SnapshotError({
    message: `Programs that taking the patch needs are gone from the agent's container, and its tree ${what} (${truncated ? "too large" : `status ${String(exitCode)}`}).`,
    remedy: "Look at what the agent did last.",
    details: stderr,
  });
}
