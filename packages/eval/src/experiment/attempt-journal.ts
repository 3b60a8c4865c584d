import { type Journal, openJournal } from "@swe/batch";
import { InputError } from "@swe/core";
import { attemptKey, type AttemptRow, parseAttemptRow } from "../record/attempt-row.ts";

export interface AttemptJournal {
  readonly journal: Journal<AttemptRow>;
  /** Lines in the file that a later one of the same attempt has replaced. */
  readonly hasSuperseded: () => boolean;
  append(json: string, row: AttemptRow): Promise<void>;
}

export interface OpenAttemptJournalOptions {
  readonly path: string;
  readonly onWarning: (message: string) => void;
}

/** Opens `<exp_name>.jsonl`, keeping of each row only what resuming and reports need. */
export async function openAttemptJournal({ path, onWarning }: OpenAttemptJournalOptions): Promise<AttemptJournal> {
  let lines = 0;
  const journal = await openJournal<AttemptRow>({
    path,
    parse: (value) => {
      const row = parseAttemptRow(value);
      lines++;
      return row;
    },
    keyOf: attemptKey,
    onProblem: (problem) => onWarning(problem.message),
  });
  let superseded = lines > journal.records().length;
  return {
    journal,
    hasSuperseded: () => superseded,
    append: async (json, row) => {
      superseded ||= journal.has(attemptKey(row));
      await journal.append({ json, record: row });
    },
  };
}

/** Throws `InputError` when rows were written with other settings, which only happens when files were moved together by hand. */
export function checkConfigHash(rows: readonly AttemptRow[], configHash: string, path: string): void {
  const other = rows.find((row) => row.configHash !== configHash);
  if (other === undefined) return;
  throw new InputError({
    message: `${path} holds the attempt "${attemptKey(other)}" of a run with other settings.`,
    remedy: "Move the file away, or choose another name or output folder.",
  });
}
