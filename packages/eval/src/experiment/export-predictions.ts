import { dirname, resolve } from "node:path";
import { ensureFolder, openJournal, writeFileAtomic } from "@swe/batch";
import { InputError } from "@swe/core";
import type { AttemptRecord } from "../record/attempt-record.ts";
import { attemptKey, type AttemptRow, hasVerdictOrPatch, parseAttemptRow } from "../record/attempt-row.ts";
import { experimentPaths } from "./experiment-paths.ts";
import { readRunConfig } from "./resolve-experiment.ts";

/** Options of `exportPredictions`. */
export interface ExportPredictionsOptions {
  /** Folder of the experiment. It may be running. */
  readonly folder: string;
  /** File of JSON lines; replaced. */
  readonly output: string;
  /** `model_name_or_path` of the rows; further attempts have their number behind it. @default the run's model */
  readonly modelName?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * Writes one `{instance_id, model_name_or_path, model_patch}` for each attempt whose patch may be judged: what was cancelled or lost to the
 * infrastructure is left out. Yields their number.
 */
export async function exportPredictions({ folder, output, modelName, abortSignal }: ExportPredictionsOptions): Promise<number> {
  const config = await readRunConfig(folder);
  if (config === undefined) throw new InputError({ message: `${folder} holds no run.`, remedy: "Name the output folder of a run." });
  const { journal: path } = experimentPaths(folder, config.exp_name);
  const journal = await openJournal<AttemptRow>({ path, parse: parseAttemptRow, keyOf: attemptKey, readOnly: true, abortSignal });
  let count = 0;
  const lines = async function* (): AsyncIterable<string> {
    for await (const { json } of journal.lines()) {
      const record = JSON.parse(json) as AttemptRecord;
      if (!hasVerdictOrPatch(parseAttemptRow(record))) continue;
      const name = modelName ?? record.model;
      const model_name_or_path = record.attempt === 0 ? name : `${name}#${String(record.attempt)}`;
      count++;
      yield `${JSON.stringify({ instance_id: record.instance_id, model_name_or_path, model_patch: record.output_patch })}\n`;
    }
  };
  try {
    await ensureFolder(dirname(resolve(output)));
    await writeFileAtomic(output, lines(), { abortSignal });
    return count;
  } finally {
    await journal.close();
  }
}
