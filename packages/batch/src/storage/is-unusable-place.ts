import { StorageError } from "./storage-error.ts";

const codes: ReadonlySet<string | undefined> = new Set([
  "EROFS",
  "EACCES",
  "EPERM",
  "ENOENT",
  "ENOTDIR",
  "EEXIST",
  "EISDIR",
  "ENAMETOOLONG",
  "ELOOP",
]);

/** Whether a `StorageError` says that the user named a place that cannot be written, rather than that a disk is full or broken. */
export function isUnusablePlace(error: unknown): boolean {
  return error instanceof StorageError && codes.has(error.errorCode);
}
