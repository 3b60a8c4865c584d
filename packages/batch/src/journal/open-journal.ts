import { FileJournal } from "./file-journal.ts";
import type { Journal, OpenJournalOptions } from "./journal.ts";
import { openJournalFile } from "./journal-file.ts";

/**
 * Opens a journal and reads what is there. A line that was being written when an earlier run died is cut off; a line that
 * cannot be read is reported through `onProblem` and stays. Throws `StorageError` when the file cannot be read or written.
 */
export async function openJournal<R>(options: OpenJournalOptions<R>): Promise<Journal<R>> {
  return new FileJournal(options, await openJournalFile(options));
}
