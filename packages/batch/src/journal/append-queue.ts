import type { FileHandle } from "node:fs/promises";
import { toStorageError } from "../storage/to-storage-error.ts";

interface Waiting {
  readonly bytes: Buffer;
  readonly onWritten: (offset: number) => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Appends to a file, one flush for all that wait; a failed flush leaves the file as it was before. */
export interface AppendQueue {
  readonly end: number;
  /** `onWritten` gets the position of the first byte, before the promise resolves. */
  add(bytes: Buffer, onWritten: (offset: number) => void): Promise<void>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
}

export function createAppendQueue(handle: FileHandle, path: string, start: number): AppendQueue {
  let end = start;
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  let isDirty = false;

  const flush = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      if (isDirty) await handle.truncate(end);
      isDirty = true;
      await writeFully(handle, Buffer.concat(batch.map(({ bytes }) => bytes)), end);
      await handle.datasync();
      isDirty = false;
    } catch (error) {
      // What the failed write left behind would be a torn line in the middle once something is appended to it.
      await handle.truncate(end).then(
        () => (isDirty = false),
        () => undefined,
      );
      const failure = toStorageError(error, "append to", path);
      for (const { reject } of batch) reject(failure);
      return;
    }
    for (const { bytes, onWritten, resolve } of batch) {
      onWritten(end);
      end += bytes.length;
      resolve();
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await flush(batch);
    }
    flushing = undefined;
  };

  return {
    get end() {
      return end;
    },
    add: (bytes, onWritten) =>
      new Promise((resolve, reject) => {
        waiting.push({ bytes, onWritten, resolve, reject });
        flushing ??= drain();
      }),
    idle: async () => {
      while (flushing !== undefined) await flushing;
    },
  };
}

async function writeFully(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
