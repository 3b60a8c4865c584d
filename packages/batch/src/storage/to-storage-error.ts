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
  EXDEV: ["it would have to be moved to another device", "Use one file system for the whole output folder."],
  EBUSY: ["it is in use, or something is mounted there", "Unmount it, or choose another folder."],
  ENAMETOOLONG: ["the name is too long", "Choose a shorter one."],
  ELOOP: ["its symbolic links go round in a circle", "Correct the path."],
  EIO: ["the disk failed", "Check the disk and start again; finished work is kept."],
  ENFILE: ["too many files are open on this machine", "Close some and start again; finished work is kept."],
  EMFILE: ["too many files are open", "Raise the limit of open files (ulimit -n) or use fewer workers."],
};

export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * An error of the operating system as a `StorageError`; anything else is returned as it is. `doing` and `path` complete the sentence
 * "Could not ...", e.g. `write to` and a folder.
 */
export function toStorageError(error: unknown, doing: string, path: string): unknown {
  const errorCode = error instanceof Error && "syscall" in error ? errorCodeOf(error) : undefined;
  if (errorCode === undefined) return error;
  const [what, remedy] = reasons[errorCode] ?? [errorCode, "Check the disk and start again."];
  return new StorageError({ message: `Could not ${doing} ${path}: ${what}.`, remedy, cause: error, path, errorCode });
}
