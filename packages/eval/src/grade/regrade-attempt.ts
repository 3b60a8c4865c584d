import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "@swe/batch";
import { type DatasetEntry, InputError } from "@swe/core";
import { patchBytes } from "../attempt/patch-text.ts";
import { toAttemptTask } from "../attempt/attempt-task.ts";
import { attemptToJson } from "../record/attempt-json.ts";
import type { AttemptRecord, EarlierVerdict } from "../record/attempt-record.ts";
import { attemptKey, type AttemptRow, toAttemptRow } from "../record/attempt-row.ts";
import { classifyOutcome } from "../record/classify-outcome.ts";
import { toMetadata } from "../record/metadata.ts";
import { type GradingServices, type GradingSettings, gradeStoredPatch } from "./grade-stored-patch.ts";
import { topLevelText } from "./top-level-text.ts";

export interface RegradeAttemptOptions {
  /** The attempt's line of the journal. */
  readonly json: string;
  /** Folder of the experiment. */
  readonly folder: string;
  /** Folder at which relative paths of image tarballs start. */
  readonly datasetFolder: string;
  readonly parseEntry: (json: string) => DatasetEntry;
  readonly settings: GradingSettings;
  readonly services: GradingServices;
  readonly abortSignal: AbortSignal;
}

export interface RegradedAttempt {
  readonly before: AttemptRow;
  readonly row: AttemptRow;
  /** Undefined when there was no new verdict: the old one stays. */
  readonly json: string | undefined;
}

/** Grades the stored patch of one attempt again and rewrites its files. */
export async function regradeAttempt(options: RegradeAttemptOptions): Promise<RegradedAttempt> {
  const { json, folder, settings, services, abortSignal } = options;
  const old = JSON.parse(json) as AttemptRecord;
  const before = toAttemptRow(old);
  const entryText = topLevelText(json, "ds");
  if (entryText === undefined) {
    throw new InputError({
      message: `The row of "${attemptKey(before)}" does not hold its dataset entry.`,
      remedy: "Grade its patch with the grade command.",
    });
  }
  const entry = options.parseEntry(entryText);
  const task = toAttemptTask(entry, options.datasetFolder);
  const attemptFolder = join(folder, attemptKey(before));
  const stored = await readFile(join(attemptFolder, "output_patch.diff")).catch(() => undefined);
  const patch = stored ?? patchBytes(old);
  const verdict = await gradeStoredPatch({
    task,
    attempt: before.attempt,
    patch,
    patchOrigin: "captured",
    settings,
    services,
    abortSignal,
  });
  const { grade, error } = verdict;
  if (grade === undefined || grade.reward === null) {
    const { code, message, retryable } = error ?? { code: "internal", message: "no verdict", retryable: false };
    const row: AttemptRow = { ...before, reward: null, outcome: "infra_error", errorCode: code, errorMessage: message, retryable };
    return { before, row, json: undefined };
  }
  const earlier: EarlierVerdict = {
    reward: old.reward,
    reward_reason: old.reward_reason,
    evidence: old.evidence,
    integrity: old.integrity,
  };
  const record: AttemptRecord = {
    ...old,
    outcome: classifyOutcome({ exitReason: old.exit_reason, reward: grade.reward, infra: false }),
    reward: grade.reward,
    reward_reason: grade.rewardReason,
    reward_calc_time: grade.durationMs / 1000,
    evidence: grade.evidence,
    integrity: { ...grade.integrity },
    test_output: grade.testOutput,
    test_timeout: grade.testTimeout,
    earlier_verdicts: [...(old.earlier_verdicts ?? []), earlier],
    error: null,
  };
  await writeFileAtomic(join(attemptFolder, "test_output.log"), record.test_output);
  await writeFileAtomic(join(attemptFolder, "metadata.json"), `${JSON.stringify(toMetadata(record, entry.instance), null, 2)}\n`);
  const { ds: _ds, ...rest } = record;
  return { before, row: toAttemptRow(record), json: attemptToJson(rest, entry) };
}
