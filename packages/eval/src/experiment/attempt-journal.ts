import { type Journal, openJournal } from "@swe/batch";
import { InputError } from "@swe/core";
import { attemptKey, type AttemptRow, parseAttemptRow } from "../record/attempt-row.ts";

export interface OpenAttemptJournalOptions {
  readonly path: string;
  readonly onWarning: (message: string) => void;
}

/** Opens `<exp_name>.jsonl`, keeping of each row only what resuming and reports need. */
export function openAttemptJournal({ path, onWarning }: OpenAttemptJournalOptions): Promise<Journal<AttemptRow>> {
  return openJournal<AttemptRow>({
    path,
    parse: parseAttemptRow,
    keyOf: attemptKey,
    onProblem: (problem) => onWarning(problem.message),
  });
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
