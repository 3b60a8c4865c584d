/** Something in a journal file that is not a record. */
export interface JournalProblem {
  /**
   * `torn`: the last line was never finished, which is what a kill in the middle of a write leaves; it was cut off.
   * `corrupt`: a finished line that cannot be read; it stays in the file and is skipped.
   */
  readonly kind: "torn" | "corrupt";
  /** Line of the file, from 1. */
  readonly line: number;
  /** One line for a person, naming file and line. */
  readonly message: string;
}

export interface JournalLine {
  readonly key: string;
  /** The line as it stands in the file, without its line break. */
  readonly json: string;
}

/** A record with the exact text to write, for records that know more than what is kept in memory. */
export interface RecordWithText<R> {
  /** JSON on one line; parsing it must give `record`. */
  readonly json: string;
  readonly record: R;
}

/**
 * An append-only file of JSON lines; the last record of a key counts. One process at a time may have it open for writing:
 * hold the run's lock.
 */
export interface Journal<R> {
  readonly path: string;
  /** The last record of each key, in the order in which the keys first appeared. */
  records(): readonly R[];
  /** Whether the file holds lines that a later one of the same key has replaced: `compact` drops them. */
  readonly hasSuperseded: boolean;
  has(key: string): boolean;
  get(key: string): R | undefined;
  /**
   * Resolves when the record is on the disk; records appended at the same time share one flush. Rejects with
   * `StorageError` when it could not be written: it is then not part of the journal, and the file ends with the record before.
   */
  append(record: R | RecordWithText<R>): Promise<void>;
  /** The last line of each key in the order of `records()`, read from the file one by one. Appends meanwhile are not seen. */
  lines(): AsyncIterable<JournalLine>;
  /** Replaces the file atomically by one without superseded lines. Lines that cannot be read stay, in front. */
  compact(): Promise<void>;
  /** Finishes pending appends and closes the file. Appending afterwards throws. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface OpenJournalOptions<R> {
  /** The file; created when missing (its folder must exist). */
  readonly path: string;
  /**
   * Makes a record of a parsed line; throws when the line is not one. What it returns stays in memory for as long as the
   * journal is open: return a summary where lines are large, and append `{ json, record }`.
   */
  readonly parse: (value: unknown) => R;
  readonly keyOf: (record: R) => string;
  readonly onProblem?: ((problem: JournalProblem) => void) | undefined;
  /** Opens for reading only: nothing is created or repaired, `append` and `compact` throw. @default false */
  readonly readOnly?: boolean | undefined;
  /** Stops opening. Of no effect on the open journal: what was done can still be recorded after a stop. */
  readonly abortSignal?: AbortSignal | undefined;
}
