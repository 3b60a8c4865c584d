import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const temporaryName = /^\..+\.[0-9a-f]{12}\.swe-tmp$/;
const maxDepth = 3;

/** A new hidden name in the same folder; recognised by {@link removeTemporaryFiles}. */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString("hex")}.swe-tmp`);
}

/**
 * Removes what killed processes left of unfinished files, in the folder and the folders below. Nobody else may be writing there;
 * folders below that hold something of the name `lockName` have a driver of their own and are left alone.
 */
export async function removeTemporaryFiles(folder: string, lockName: string, depth: number = maxDepth): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (depth < maxDepth && entries.some(({ name }) => name === lockName)) return;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) await removeTemporaryFiles(path, lockName, depth - 1);
    else if (entry.isFile() && temporaryName.test(entry.name)) await rm(path, { force: true });
  }
}
