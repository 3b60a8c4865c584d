import { InputError, systemClock } from "@swe/core";
import { readDataset, readPredictions } from "@swe/dataset";
import { createImageStore, gradeKey, gradePredictions, type GradePredictionsResult, type PredictedPatch, toAttemptTask } from "@swe/eval";
import { createSlots } from "@swe/grading";
import { realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { type FlagValues, readBoolean, readNumber, readWhole, requireText } from "../flags/flag-values.ts";
import type { Io } from "../io.ts";
import { textTable } from "../render/text-table.ts";
import { countGraders } from "../setup/count-graders.ts";
import { createProvider } from "../setup/create-provider.ts";
import { createReporter, type Reporter } from "../setup/create-reporter.ts";
import { isFailedRun } from "../setup/is-failed-run.ts";
import { createRunId } from "../setup/names.ts";
import { readGrading } from "../setup/read-settings.ts";
import { createStopSignals, type StopSignals } from "../setup/stop-signals.ts";
import { sweepLeftovers } from "../setup/sweep-leftovers.ts";

/** `grade`. */
export async function grade(values: FlagValues, io: Io): Promise<number> {
  const reporter = createReporter(io, readBoolean(values, "json") ?? false);
  const stop = createStopSignals(io, reporter.note);
  try {
    const failOnInfra = readNumber(values, "fail_on_infra", 0, 100);
    const output = requireText(values, "output");
    await checkOutput(values, output);
    const { rows, totals } = await gradeFile(values, io, reporter, stop);
    const counts = countOf(rows);
    reporter.result(report(rows, counts, output), { output, ...counts, totals });
    if (stop.soft.aborted) reporter.stopped(stop.soft.reason, "The same command goes on where this one ended.");
    const failed = isFailedRun(counts.infra_error, rows.length - counts.cancelled, failOnInfra);
    return stop.soft.aborted || failed ? exitCodes.failed : exitCodes.ok;
  } finally {
    reporter[Symbol.dispose]();
    stop[Symbol.dispose]();
  }
}

/** The output is written to: it cannot be a folder, nor one of the files that are read. */
async function checkOutput(values: FlagValues, output: string): Promise<void> {
  if ((await stat(output).catch(() => undefined))?.isDirectory() === true) {
    throw new InputError({ message: `--output: ${output} is a folder.`, remedy: "Name a file to write." });
  }
  const real = async (path: string): Promise<string> => realpath(path).catch(() => resolve(path));
  const target = await real(output);
  for (const flag of ["dataset", "predictions"]) {
    if ((await real(requireText(values, flag))) !== target) continue;
    throw new InputError({ message: `--output and --${flag} are the same file.`, remedy: "Name another file for the output." });
  }
}

async function gradeFile(values: FlagValues, io: Io, reporter: Reporter, stop: StopSignals): Promise<GradePredictionsResult> {
  const predictions = await matchPredictions(values, reporter, stop.soft);
  const workers = readWhole(values, "max_workers", 1) ?? 2;
  const graders = readWhole(values, "max_graders", 1) ?? countGraders(workers);
  const infraRetries = readWhole(values, "infra_retries");
  const settings = readGrading(values);
  const runId = createRunId("grade");
  const provider = await createProvider(io, { runId, onWarning: reporter.warn });
  try {
    const [first] = predictions;
    if (first !== undefined) await provider.inspectImage(first.task.image.image, { abortSignal: stop.soft });
    await sweepLeftovers(provider, reporter, stop.soft);
    return await gradePredictions({
      output: requireText(values, "output"),
      predictions,
      settings,
      services: { provider, images: createImageStore(provider), gradingSlots: createSlots(graders), clock: systemClock, runId },
      workers,
      infraRetries,
      abort: stop,
      onEvent: reporter.onEvent,
    });
  } finally {
    await provider[Symbol.asyncDispose]();
  }
}

async function matchPredictions(values: FlagValues, reporter: Reporter, abortSignal: AbortSignal): Promise<readonly PredictedPatch[]> {
  const dataset = requireText(values, "dataset");
  const { entries, problems } = await readDataset(dataset, { purpose: "run", lenient: readBoolean(values, "lenient"), abortSignal });
  for (const { message } of problems) reporter.warn(`left out: ${message}`);
  const byId = new Map(entries.map((entry) => [entry.instance.instanceId, entry]));
  const folder = dirname(resolve(dataset));
  const predictions = await readPredictions(requireText(values, "predictions"), { abortSignal });
  if (!predictions.some(({ instanceId }) => byId.has(instanceId))) {
    const example = `"${predictions[0]?.instanceId ?? ""}", which the dataset does not have`;
    throw new InputError({
      message: `No prediction is for an instance of ${dataset}; the first is for ${example}.`,
      remedy: "Check that --dataset and --predictions belong together.",
    });
  }
  return predictions.flatMap(({ instanceId, model, attempt, patch }) => {
    const entry = byId.get(instanceId);
    if (entry !== undefined) return [{ task: toAttemptTask(entry, folder), model, attempt, patch }];
    reporter.warn(`left out: the prediction for "${instanceId}", which the dataset does not have`);
    return [];
  });
}

type Counts = Record<"resolved" | "unresolved" | "infra_error" | "cancelled", number>;

function countOf(rows: GradePredictionsResult["rows"]): Counts {
  const count = (outcome: string): number => rows.filter((row) => outcomeOf(row) === outcome).length;
  return {
    resolved: count("resolved"),
    unresolved: count("unresolved"),
    infra_error: count("infra_error"),
    cancelled: count("cancelled"),
  };
}

function outcomeOf({ error, outcome }: GradePredictionsResult["rows"][number]): string {
  return error?.code === "cancelled" ? "cancelled" : outcome;
}

function report(rows: GradePredictionsResult["rows"], counts: Record<string, number>, output: string): string {
  const lines = rows.map((row) => [gradeKey(row), outcomeOf(row), row.reward_reason ?? row.error?.code ?? ""]);
  const totals = Object.entries(counts).map(([outcome, count]) => `${outcome} ${String(count)}`);
  return `${textTable(["prediction", "outcome", "why"], lines)}\n\n${totals.join(", ")}\nwritten to ${output}`;
}
