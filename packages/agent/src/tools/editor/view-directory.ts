import { posix } from "node:path";
import type { DirectoryEntry, Sandbox } from "@swe/core";
import { clipResponse, maxResponse } from "./render-lines.ts";
import { showName } from "./resolve-path.ts";

/** Entries of a folder and of its folders, hidden ones left out. */
export async function viewDirectory(sandbox: Sandbox, path: string, abortSignal: AbortSignal): Promise<string> {
  const lines = [`${showName(path)}: files and folders, two levels deep, without hidden ones:`];
  let length = 0;
  const add = (line: string): void => {
    lines.push(line);
    length += line.length + 1;
  };
  for (const entry of await visible(sandbox, path, abortSignal)) {
    const child = posix.join(path, entry.name);
    add(describe(child, entry));
    // What cannot be shown any more need not be looked at.
    if (entry.type !== "directory" || length > maxResponse) continue;
    for (const inner of await visible(sandbox, child, abortSignal)) add(describe(posix.join(child, inner.name), inner));
  }
  return clipResponse(lines.length === 1 ? `${lines[0]}\n(nothing)` : lines.join("\n"));
}

async function visible(sandbox: Sandbox, path: string, abortSignal: AbortSignal): Promise<readonly DirectoryEntry[]> {
  const entries = (await sandbox.list(path, { abortSignal })) ?? [];
  return entries.filter((entry) => !entry.name.startsWith("."));
}

function describe(path: string, entry: DirectoryEntry): string {
  return showName(path) + (entry.type === "directory" ? "/" : entry.type === "symlink" ? "@" : "");
}
