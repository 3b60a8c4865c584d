import { type DatasetEntry, InputError, systemClock } from "@swe/core";
import { parseDataset } from "@swe/dataset";
import { createImageStore, regrade as regradeRun, type RegradeResult } from "@swe/eval";
import { createSlots } from "@swe/grading";
import { exitCodes } from "../exit-codes.ts";
import { type FlagValues, readBoolean, readList, readNumber, readText, readWhole, requireText } from "../flags/flag-values.ts";
import type { Io } from "../io.ts";
import { runReport } from "../render/run-report.ts";
import { countGraders } from "../setup/count-graders.ts";
import { createProvider } from "../setup/create-provider.ts";
import { createReporter, type Reporter } from "../setup/create-reporter.ts";
import { findExperiment } from "../setup/find-experiment.ts";
import { isFailedRun } from "../setup/is-failed-run.ts";
import { createRunId } from "../setup/names.ts";
import { readGrading } from "../setup/read-settings.ts";
import { createStopSignals, type StopSignals } from "../setup/stop-signals.ts";
import { sweepLeftovers } from "../setup/sweep-leftovers.ts";

/** `regrade`. */
export async function regrade(values: FlagValues, io: Io): Promise<number> {
  const reporter = createReporter(io, readBoolean(values, "json") ?? false);
  const stop = createStopSignals(io, reporter.note);
  try {
    const failOnInfra = readNumber(values, "fail_on_infra", 0, 100);
    const { rows, summary, folder, totals, changed, failed } = await run(values, io, reporter, stop);
    const changes = changed.map(({ before, after }) => ({
      instance_id: after.instanceId,
      attempt: after.attempt,
      before: before.reward,
      after: after.reward,
    }));
    const lines = changes.map(
      ({ instance_id, attempt, before, after }) =>
        `changed: ${instance_id} attempt ${String(attempt)}: ${String(before)} -> ${String(after)}`,
    );
    const failures = failed.map((row) => `not graded: ${row.instanceId}: ${row.errorMessage ?? ""}`);
    const text = [runReport(rows, summary, folder), ...lines, ...failures, `${String(changes.length)} rewards changed`].join("\n");
    reporter.result(text, { folder, ...summary, totals, changed: changes });
    if (stop.soft.aborted) reporter.stopped(stop.soft.reason, "New verdicts so far are kept; the others stand as they were.");
    return stop.soft.aborted || isFailedRun(failed.length, totals.finished, failOnInfra) ? exitCodes.failed : exitCodes.ok;
  } finally {
    reporter[Symbol.dispose]();
    stop[Symbol.dispose]();
  }
}

async function run(values: FlagValues, io: Io, reporter: Reporter, stop: StopSignals): Promise<RegradeResult> {
  const folder = await findExperiment(requireText(values, "traj_dir"), readText(values, "exp_name"));
  const workers = readWhole(values, "max_workers", 1) ?? 2;
  const graders = readWhole(values, "max_graders", 1) ?? countGraders(workers);
  const settings = readGrading(values);
  const runId = createRunId("regrade");
  const provider = await createProvider(io, { runId, onWarning: reporter.warn });
  try {
    await sweepLeftovers(provider, reporter, stop.soft);
    return await regradeRun({
      folder,
      parseEntry,
      only: readList(values, "only"),
      settings,
      services: { provider, images: createImageStore(provider), gradingSlots: createSlots(graders), clock: systemClock, runId },
      workers,
      abort: stop,
      onEvent: reporter.onEvent,
    });
  } finally {
    await provider[Symbol.asyncDispose]();
  }
}

function parseEntry(json: string): DatasetEntry {
  const [entry] = parseDataset(`[${json}]`, { purpose: "run", name: "a row's dataset entry" }).entries;
  if (entry === undefined) throw new InputError({ message: "A row of the run holds no usable dataset entry." });
  return entry;
}
