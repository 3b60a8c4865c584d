import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCodeOf, toStorageError } from "./to-storage-error.ts";

/** Makes a folder and the folders above it where they are missing. Throws `StorageError`. */
export async function ensureFolder(path: string): Promise<void> {
  try {
    await makeFolder(path);
  } catch (error) {
    throw toStorageError(error, "make the folder", path);
  }
}

// Node's own recursive mkdir reports ENOENT for a read-only file system.
async function makeFolder(path: string, triesLeft: number = 5): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = errorCodeOf(error);
    // More than once: somebody may be removing the parent. Not for ever: some parents (/proc) take no folders and say ENOENT.
    if (code === "ENOENT" && dirname(path) !== path && triesLeft > 0) {
      await makeFolder(dirname(path));
      return makeFolder(path, triesLeft - 1);
    }
    // Whatever the code (EEXIST, or EROFS and EACCES of a parent): a folder that is there is what was wanted.
    if (await isFolder(path)) return;
    // Somebody may have removed it between the two looks.
    if (code !== "EEXIST" || triesLeft === 0) throw error;
    await makeFolder(path, triesLeft - 1);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
