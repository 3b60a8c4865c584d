import { StorageError } from "./storage-error.ts";

const reasons: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ["the disk is full", "Free some space and start again; finished work is kept."],
  EDQUOT: ["the disk quota is used up", "Free some space and start again; finished work is kept."],
  EROFS: ["the file system is read-only", "Choose a folder that can be written."],
  EACCES: ["permission is denied", "Choose a folder that this user may write."],
  EPERM: ["the operation is not permitted", "Choose a folder that this user may write."],
  ENOENT: ["the folder does not exist", "Create it, or correct the path."],
  ENOTDIR: ["a part of the path is not a folder", "Correct the path."],
  EEXIST: ["there is something else of that name", "Remove it, or correct the path."],
  EISDIR: ["it is a folder", "Remove it, or correct the path."],
  EMFILE: ["too many files are open", "Raise the limit of open files (ulimit -n) or use fewer workers."],
};

export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Wraps an error of the file system with what was being done; anything else is returned as it is. */
export function toStorageError(error: unknown, doing: string, path: string): unknown {
  const errorCode = errorCodeOf(error);
  if (errorCode === undefined || error instanceof StorageError) return error;
  const [what, remedy] = reasons[errorCode] ?? [errorCode, "Check the disk and start again."];
  return new StorageError({ message: `Could not ${doing} ${path}: ${what}.`, remedy, cause: error, path, errorCode });
}
