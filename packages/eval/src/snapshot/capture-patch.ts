import { SandboxFileError, type SandboxHandle } from "@swe/core";
import { carryTree } from "./carry-tree.ts";
import { kibibytes, type Snapshot } from "./create-snapshot.ts";
import { readFrames, splitZero } from "./frames.ts";
import { moveSnapshot } from "./move-snapshot.ts";
import { runScript } from "./run-script.ts";
import { SnapshotError } from "./snapshot-error.ts";
import { captureScript, statusLost } from "./snapshot-scripts.ts";

/** A path that differs from the start and is not in the patch, and why. */
export interface LeftOut {
  readonly path: string;
  /** `ignored` = by the rules that were in force at the start; `large` = an untracked file above the limit. */
  readonly reason: "ignored" | "large";
}

export interface CapturedPatch {
  /** Exact bytes; empty when nothing differs. */
  readonly patch: Uint8Array;
  readonly changedFiles: readonly string[];
  /** At most 200 paths; `leftOutCount` tells how many there are. */
  readonly leftOut: readonly LeftOut[];
  readonly leftOutCount: number;
  /** Folders that became repositories of their own (or were from the start); their files are in the patch like any others. */
  readonly nestedRepositories: readonly string[];
  /** What became of the repository's own git folder. */
  readonly repository: "present" | "missing" | "never_there";
  /** Commit that is checked out at the end; differs from the start's when the agent committed, reset or switched branches. */
  readonly head: string | undefined;
  /** The record of the start was damaged and had to be taken again from a fresh container, or the tree was looked at in one. */
  readonly restored: boolean;
}

export interface CapturePatchOptions {
  /** A fresh sandbox of the same image each time; asked for only when the agent destroyed the record of the start or programs that are needed. The caller stops it. */
  readonly pristine?: (() => Promise<SandboxHandle>) | undefined;
  readonly timeoutMs?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const maxLeftOut = 200;

/**
 * The difference between the start and now as a binary-safe git patch, whatever the agent did with the repository: commits,
 * other branches, a stale index lock, changed ignore rules, nested repositories, a deleted `.git`. May be called repeatedly.
 */
export async function capturePatch(sandbox: SandboxHandle, snapshot: Snapshot, options: CapturePatchOptions = {}): Promise<CapturedPatch> {
  const first = await capture(sandbox, snapshot, options);
  if ("patch" in first) return { ...first, restored: false };
  if (options.pristine === undefined) throw captureFailure(first);
  const moved = first.status === statusLost ? await captureMoved(sandbox, snapshot, options, options.pristine) : first;
  if ("patch" in moved) return { ...moved, restored: true };
  const pristine = await options.pristine();
  const carried = await carryTree({ from: sandbox, to: pristine, expected: snapshot, ...options });
  const last = await capture(pristine, carried, options);
  if ("patch" in last) return { ...last, restored: true };
  throw captureFailure(last);
}

type Captured = Omit<CapturedPatch, "restored">;

/** With a record of the start from a fresh container. Yields a failure where the agent's container cannot take it any more. */
async function captureMoved(
  sandbox: SandboxHandle,
  snapshot: Snapshot,
  options: CapturePatchOptions,
  pristine: () => Promise<SandboxHandle>,
): Promise<Captured | Failed> {
  try {
    const moved = await moveSnapshot({ from: await pristine(), to: sandbox, expected: snapshot, abortSignal: options.abortSignal });
    return await capture(sandbox, moved, options);
  } catch (error) {
    if (error instanceof SnapshotError || error instanceof SandboxFileError) return { status: null, stderr: error.message };
    throw error;
  }
}

interface Failed {
  readonly status: number | null;
  readonly stderr: string;
}

async function capture(sandbox: SandboxHandle, snapshot: Snapshot, options: CapturePatchOptions): Promise<Captured | Failed> {
  const { stateDir, git, treeId, maxFileBytes } = snapshot;
  const result = await runScript(sandbox, captureScript, [stateDir, sandbox.workdir, git, treeId, kibibytes(maxFileBytes)], options);
  const frames = readFrames(result.bytes.stdout);
  if (result.exitCode !== 0 || frames.length !== 8) return { status: result.exitCode, stderr: result.stderr };
  const [, changes, nested, unlisted, large, head, repository, size] = frames.map((frame) => Buffer.from(frame));
  const patch = await sandbox.readFile(`${stateDir}/patch`, { abortSignal: options.abortSignal });
  if (patch?.length !== Number(String(size).trim())) return { status: statusLost, stderr: "The patch file changed while it was read." };
  const changedFiles = splitZero(changes ?? Buffer.alloc(0)).filter((_item, index) => index % 2 === 1);
  const leftOut = listLeftOut(unlisted ?? Buffer.alloc(0), large ?? Buffer.alloc(0));
  const missing = String(repository) === "missing";
  return {
    patch,
    changedFiles,
    leftOut: leftOut.slice(0, maxLeftOut),
    leftOutCount: leftOut.length,
    nestedRepositories: [...new Set(splitZero(nested ?? Buffer.alloc(0)).map((path) => path.replace(/\/$/, "")))],
    repository: missing ? (snapshot.head === undefined ? "never_there" : "missing") : "present",
    head: String(head).trim() || undefined,
  };
}

function listLeftOut(unlisted: Buffer, large: Buffer): LeftOut[] {
  const patterns = String(large).split("\n");
  const tooLarge = new Set(patterns.map((pattern) => pattern.replace(/^\//, "").replaceAll(/\\(.)/g, "$1")));
  return splitZero(unlisted).map((path) => ({ path, reason: tooLarge.has(path) ? "large" : "ignored" }));
}

function captureFailure({ status, stderr }: Failed): SnapshotError {
  return new SnapshotError({
    message: `The patch could not be taken (status ${String(status)}): ${stderr.trim().split("\n").at(-1) ?? ""}`,
    remedy: "Look at what the agent did last: it may have removed git or the whole repository.",
    details: stderr,
  });
}
