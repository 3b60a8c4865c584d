import { randomBytes } from "node:crypto";
import type { RunResult, SandboxHandle } from "@swe/core";
import { flattenIgnores, type IgnoreSource } from "./flatten-ignores.ts";
import { readFrames, splitZero } from "./frames.ts";
import { runScript } from "./run-script.ts";
import { SnapshotError } from "./snapshot-error.ts";
import { inspectScript, statusNoGit, takeScript } from "./snapshot-scripts.ts";

/** The tree as the agent finds it. A value: valid for the sandbox it was taken in, and for comparing with others by `treeId`. */
export interface Snapshot {
  /** Id of the git tree object: equal for equal trees. */
  readonly treeId: string;
  /** Commit that was checked out, or undefined where the folder is no repository. */
  readonly head: string | undefined;
  /** Ignore rules from the start, as one flat list (Latin-1 text). */
  readonly ignoreRules: string;
  /** Folder in the sandbox that holds the snapshot, outside the repository. */
  readonly stateDir: string;
  /** Absolute path of git in the sandbox, from before anybody could put another one in front. */
  readonly git: string;
  /** Untracked files above this many bytes are not part of snapshot or patch. */
  readonly maxFileBytes: number;
}

export interface CreateSnapshotOptions {
  /** Untracked files above this size stay out of snapshot and patch and are named in the result. @default 50 MiB */
  readonly maxFileBytes?: number | undefined;
  /** Absolute folders outside the tree; the first writable one holds the snapshot. @default /var/lib, /var/tmp, /tmp */
  readonly stateParents?: readonly string[] | undefined;
  /** @default 10 minutes for each of the two scripts */
  readonly timeoutMs?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * Records the tree under the sandbox's workdir: tracked files as they are on disk, and untracked ones that are not ignored.
 * Rejects with {@link SnapshotError} when that cannot be done (no git in the image, say).
 */
export async function createSnapshot(sandbox: SandboxHandle, options: CreateSnapshotOptions = {}): Promise<Snapshot> {
  const { maxFileBytes = 50 * 1024 * 1024 } = options;
  const start = await inspect(sandbox, options);
  const taken = await runScript(sandbox, takeScript, [start.stateDir, sandbox.workdir, start.git, kibibytes(maxFileBytes)], {
    ...options,
    stdin: Buffer.from(start.ignoreRules, "latin1"),
  });
  const treeId = readFrames(taken.bytes.stdout)[0]?.toString().trim();
  if (taken.exitCode !== 0 || treeId === undefined) throw failure("The tree could not be recorded", sandbox, taken);
  return { ...start, treeId, maxFileBytes };
}

/** Size for the scripts, which compare whole KiB. */
export function kibibytes(bytes: number): string {
  return String(Math.max(1, Math.floor(bytes / 1024)));
}

async function inspect(sandbox: SandboxHandle, options: CreateSnapshotOptions) {
  const { stateParents = ["/var/lib", "/var/tmp", "/tmp"] } = options;
  const nonce = randomBytes(6).toString("hex");
  const result = await runScript(sandbox, inspectScript, [sandbox.workdir, nonce, ...stateParents], options);
  if (result.exitCode === statusNoGit) {
    throw new SnapshotError({
      message: `There is no git in the container, so no patch could be taken from it.`,
      remedy: "Install git in the image.",
      details: result.stderr,
    });
  }
  const [stateDir, git, head, excluded, files, infoExclude, userFile] = readFrames(result.bytes.stdout);
  if (result.exitCode !== 0 || userFile === undefined) throw failure("The tree could not be looked at", sandbox, result);
  const excludedFolders = new Set(splitZero(excluded ?? Buffer.alloc(0), "latin1").map(relative));
  const perFolder = readIgnoreFiles(files ?? Buffer.alloc(0)).filter((source) => !excludedFolders.has(source.folder));
  const shared = [userFile, infoExclude ?? Buffer.alloc(0)].map((text) => ({ folder: "", text: text.toString("latin1") }));
  return {
    stateDir: String(stateDir),
    git: String(git).trim(),
    head: String(head).trim() || undefined,
    ignoreRules: flattenIgnores([...shared, ...perFolder]),
  };
}

/** `folder NUL length NL bytes`, again and again. */
function readIgnoreFiles(bytes: Buffer): IgnoreSource[] {
  const sources: IgnoreSource[] = [];
  for (let position = 0; position < bytes.length;) {
    const nameEnd = bytes.indexOf(0, position);
    const lineEnd = bytes.indexOf(0x0a, nameEnd);
    if (nameEnd < 0 || lineEnd < 0) break;
    const length = Number(bytes.toString("latin1", nameEnd + 1, lineEnd).trim());
    const folder = relative(bytes.toString("latin1", position, nameEnd));
    sources.push({ folder, text: bytes.toString("latin1", lineEnd + 1, lineEnd + 1 + length) });
    position = lineEnd + 1 + length;
  }
  return sources;
}

function relative(folder: string): string {
  return folder === "." ? "" : folder.replace(/^\.\//, "");
}

function failure(what: string, sandbox: SandboxHandle, result: RunResult): SnapshotError {
  return new SnapshotError({
    message: `${what} under ${sandbox.workdir} (status ${String(result.exitCode)}): ${lastLine(result.stderr)}`,
    remedy: "Check that the image's workdir exists and holds the repository.",
    details: result.stderr,
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
