import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** A rename cannot do it: other devices, layers of an overlay, mount points. */
const needCopy = new Set(["EXDEV", "EBUSY", "ENOTEMPTY", "EEXIST"]);

/**
 * Moves a folder with everything in it; where there is none, nothing happens. In one step where the file system can do that, else by
 * copying: what was at `to` is then replaced, and `from` is whole until everything is at its new place.
 */
export async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT") return;
    if (!needCopy.has(code)) throw error;
    await copyFolder(from, to);
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await clear(to);
  await cp(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  await clear(from);
  // A mount point stays, empty.
  await rm(from, { recursive: true, force: true }).catch(() => undefined);
}

async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
