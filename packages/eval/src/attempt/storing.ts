import { StorageError } from "@swe/batch";

/** Does file work on `path`; what the operating system refuses becomes a `StorageError`, which ends a run instead of one attempt. */
export async function storing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    const errorCode = "code" in error ? String(error.code) : undefined;
    throw new StorageError({
      message: `${path} cannot be written (${errorCode ?? error.message}).`,
      remedy: "Check free space and permissions, or choose another output folder; what was finished is kept.",
      path,
      errorCode,
      cause: error,
    });
  }
}
