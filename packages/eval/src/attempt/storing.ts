import { toStorageError } from "@swe/batch";

/** Does file work on `path`; what the operating system refuses becomes a `StorageError`, which ends a run instead of one attempt. */
export async function storing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStorageError(error, "write", path);
  }
}
