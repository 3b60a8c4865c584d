import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "./sync-folder.ts";
import { temporaryPath } from "./temporary-files.ts";
import { toStorageError } from "./to-storage-error.ts";

export interface WriteFileAtomicOptions {
  /** Permission bits of the file. @default 0o644 without the bits of the umask */
  readonly mode?: number | undefined;
  /** When aborted before the replacement, the old file stays and the promise rejects with the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
}

type Piece = string | Uint8Array;

/** Content of a file: text, bytes, or pieces of them that are written one after the other. */
export type AtomicContent = Piece | Iterable<Piece> | AsyncIterable<Piece>;

/**
 * Replaces a file so that at any moment, a power cut included, a reader finds the whole old or the whole new content. The
 * folder must exist. Throws `StorageError`; the old file is then untouched and nothing is left over.
 */
export async function writeFileAtomic(path: string, data: AtomicContent, options: WriteFileAtomicOptions = {}): Promise<void> {
  const { mode = 0o644, abortSignal } = options;
  abortSignal?.throwIfAborted();
  const folder = dirname(path);
  // Beside the target: a rename is atomic only within one file system.
  const temporary = temporaryPath(path);
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      await writeAll(handle, data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    abortSignal?.throwIfAborted();
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    abortSignal?.throwIfAborted();
    throw toStorageError(error, "write", path);
  }
}

const flushSize = 1 << 20;

async function writeAll(handle: FileHandle, data: AtomicContent): Promise<void> {
  if (typeof data === "string" || data instanceof Uint8Array) {
    await handle.writeFile(data);
    return;
  }
  let pieces: Buffer[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    await handle.appendFile(Buffer.concat(pieces));
    pieces = [];
    size = 0;
  };
  for await (const piece of data) {
    const bytes = Buffer.from(piece);
    pieces.push(bytes);
    size += bytes.length;
    if (size >= flushSize) await flush();
  }
  await flush();
}
