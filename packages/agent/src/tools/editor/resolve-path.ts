import { posix } from "node:path";
import { shellQuote, type FileStat, type Sandbox } from "@swe/core";

export interface ResolvedPath {
  readonly path: string;
  /** What the model should know of how its path was read. */
  readonly note: string | undefined;
}

/** The path as an absolute one, or a problem. */
export function resolvePath(given: string, workdir: string): ResolvedPath | { readonly problem: string } {
  if (given === "") return { problem: "the path is empty" };
  if (given.includes("\0")) return { problem: "the path holds a NUL character" };
  const path = posix.resolve(workdir, given);
  return { path, note: given.startsWith("/") ? undefined : `NOTE: paths should be absolute; ${given} was read as ${path}.` };
}

/** A name as one line of text. */
export function showName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what has to be made visible
  return /[\u0000-\u001f\u007f]/.test(name) ? JSON.stringify(name) : name;
}

/** `stat` of what a path leads to, with symlinks followed; null when it leads nowhere. */
export async function statTarget(
  sandbox: Sandbox,
  path: string,
  abortSignal: AbortSignal,
): Promise<{ readonly path: string; readonly stat: FileStat } | null> {
  const stat = await sandbox.stat(path, { abortSignal });
  if (stat?.type !== "symlink") return stat === null ? null : { path, stat };
  // The dot keeps line ends at the end of a name, which the shell would drop.
  const { stdout, exitCode } = await sandbox.run(`readlink -f -- ${shellQuote(path)} && echo .`, {
    cwd: "/",
    timeoutMs: 30_000,
    abortSignal,
  });
  const target = exitCode === 0 ? stdout.replace(/\n\.\n$/, "") : "";
  const targetStat = target === "" ? null : await sandbox.stat(target, { abortSignal });
  return targetStat === null ? null : { path: target, stat: targetStat };
}
