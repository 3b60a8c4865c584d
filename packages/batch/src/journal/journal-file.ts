import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../storage/sync-folder.ts";
import { errorCodeOf, toStorageError } from "../storage/to-storage-error.ts";
import type { OpenJournalOptions } from "./journal.ts";
import { type LoadedJournal, loadJournal } from "./load-journal.ts";

export interface JournalFile<R> {
  readonly handle: FileHandle;
  readonly loaded: LoadedJournal<R>;
}

/** Opens the file of a journal, reads it and repairs its end. */
export async function openJournalFile<R>(options: OpenJournalOptions<R>): Promise<JournalFile<R>> {
  const { path, readOnly = false, abortSignal } = options;
  abortSignal?.throwIfAborted();
  let handle: FileHandle | undefined;
  try {
    handle = readOnly ? await open(path, "r") : await openForWriting(path);
    const loaded = await loadJournal(handle, options);
    return { handle, loaded: readOnly ? loaded : { ...loaded, end: await repair(handle, loaded) } };
  } catch (error) {
    await handle?.close();
    throw toStorageError(error, "open the journal", path);
  }
}

async function openForWriting(path: string): Promise<FileHandle> {
  const isNew = await stat(path).then(
    () => false,
    (error: unknown) => errorCodeOf(error) === "ENOENT",
  );
  // Not "a": appending mode ignores positions, and a failed write could not be taken back.
  const handle = await open(path, isNew ? "wx+" : "r+");
  if (isNew) await syncFolder(dirname(path));
  return handle;
}

/** Cuts off a torn line, or finishes a line that lacks only its line break. Returns the length of the file then. */
async function repair<R>(handle: FileHandle, { end, lacksBreak }: LoadedJournal<R>): Promise<number> {
  const { size } = await handle.stat();
  if (lacksBreak) await handle.write("\n", end);
  else if (size > end) await handle.truncate(end);
  else return end;
  await handle.datasync();
  return lacksBreak ? end + 1 : end;
}
