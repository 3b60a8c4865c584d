import type { FileHandle } from "node:fs/promises";

/** A file handle that stays open for its readers after its owner has done with it. */
export interface SharedHandle {
  readonly file: FileHandle;
  /** Keeps the file open until the returned function is called. */
  acquire(): () => Promise<void>;
  /** Closes the file, at once or when the last reader releases it. */
  retire(): Promise<void>;
}

export function createSharedHandle(file: FileHandle): SharedHandle {
  let readers = 0;
  let isRetired = false;
  const closeIfUnused = async (): Promise<void> => {
    if (isRetired && readers === 0) await file.close();
  };
  return {
    file,
    acquire: () => {
      readers++;
      return async () => {
        readers--;
        await closeIfUnused();
      };
    },
    retire: async () => {
      isRetired = true;
      await closeIfUnused();
    },
  };
}
