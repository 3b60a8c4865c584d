import { createBudget } from "@swe/batch";
import { InputError, systemClock } from "@swe/core";
import { createImageStore, type ExperimentResult, runExperiment, totalSpent, wasCancelled } from "@swe/eval";
import { createSlots } from "@swe/grading";
import { withBudget } from "@swe/llm";
import { exitCodes } from "../exit-codes.ts";
import { type FlagValues, readBoolean, readNumber, readText, readWhole } from "../flags/flag-values.ts";
import type { Io } from "../io.ts";
import { runReport } from "../render/run-report.ts";
import { countGraders } from "../setup/count-graders.ts";
import { createProvider } from "../setup/create-provider.ts";
import { createReporter, type Reporter } from "../setup/create-reporter.ts";
import { createRunModel } from "../setup/create-run-model.ts";
import { isFailedRun } from "../setup/is-failed-run.ts";
import { createRunId, timeStampName } from "../setup/names.ts";
import { prepullImages } from "../setup/prepull-images.ts";
import { readSettings } from "../setup/read-settings.ts";
import { readSingle, readSlice, readTasks, type SelectEntries } from "../setup/read-tasks.ts";
import { readVersions } from "../setup/read-versions.ts";
import { createStopSignals, type StopSignals } from "../setup/stop-signals.ts";
import { sweepLeftovers } from "../setup/sweep-leftovers.ts";

/** `runagent_multiple`. */
export function runAgents(values: FlagValues, io: Io): Promise<number> {
  return runSelected(values, io, readSlice);
}

/** `runagent`. */
export function runOneAgent(values: FlagValues, io: Io): Promise<number> {
  return runSelected(values, io, readSingle);
}

async function runSelected(values: FlagValues, io: Io, select: SelectEntries): Promise<number> {
  const reporter = createReporter(io, readBoolean(values, "json") ?? false);
  const stop = createStopSignals(io, reporter.note);
  try {
    const failOnInfra = readNumber(values, "fail_on_infra", 0, 100);
    const result = await run(values, io, reporter, stop, select);
    if (result === undefined) return exitCodes.ok;
    const { rows, summary, folder, totals } = result;
    reporter.result(runReport(rows, summary, folder), { folder, ...summary, totals });
    if (result.stopReason instanceof InputError) throw result.stopReason;
    if (result.stopReason !== undefined) {
      reporter.stopped(result.stopReason, "The same command goes on where this one ended.");
    }
    const counted = [...rows, ...result.notReplaced].filter((row) => !wasCancelled(row));
    const failed = counted.filter(({ outcome }) => outcome === "infra_error").length;
    return result.stopReason !== undefined || isFailedRun(failed, counted.length, failOnInfra) ? exitCodes.failed : exitCodes.ok;
  } finally {
    reporter[Symbol.dispose]();
    stop[Symbol.dispose]();
  }
}

async function run(
  values: FlagValues,
  io: Io,
  reporter: Reporter,
  stop: StopSignals,
  select: SelectEntries,
): Promise<ExperimentResult | undefined> {
  const settings = await readSettings(values, readText(values, "exp_name") ?? timeStampName(systemClock.now()));
  for (const warning of settings.agentConfig?.warnings ?? []) reporter.warn(warning);
  const workers = readWhole(values, "max_workers", 1) ?? 5;
  const maxGraders = readWhole(values, "max_graders", 1) ?? countGraders(workers);
  const samples = readWhole(values, "n_samples", 1);
  const infraRetries = readWhole(values, "infra_retries");
  const maxCost = readNumber(values, "max_cost");
  const budget = createBudget({ maxCost, maxTokens: readWhole(values, "max_run_tokens") });
  const selected = await readTasks(values, select, stop.soft);
  for (const warning of selected.warnings) reporter.warn(warning);
  const { model, address } = await createRunModel(values, io, reporter.warn);
  if (selected.tasks.length === 0) return undefined;
  const onUnknownCost = (): void => {
    if (maxCost !== undefined) reporter.warn("The model tells no cost, so --max_cost does not see its calls; give --prices.");
  };

  const runId = createRunId(settings.expName);
  const provider = await createProvider(io, { runId, limits: settings.sandboxLimits, onWarning: reporter.warn });
  try {
    const [first] = selected.tasks;
    // Asked before anything is written: an engine that is not there is one clear message, not a failure for each instance.
    if (first !== undefined) await provider.inspectImage(first.image.image, { abortSignal: stop.soft });
    await sweepLeftovers(provider, reporter, stop.soft);
    const images = createImageStore(provider);
    if (readBoolean(values, "prepull_images") === true) await prepullImages(selected.tasks, images, reporter, stop.soft);
    return await runExperiment({
      outputFolder: readText(values, "traj_dir") ?? "./traj",
      tasks: selected.tasks,
      settings,
      services: {
        provider,
        model: withBudget(model, budget, { onUnknownCost }),
        images,
        gradingSlots: createSlots(maxGraders),
        clock: systemClock,
        runId,
      },
      samples,
      workers,
      infraRetries,
      useExisting: readBoolean(values, "use_existing"),
      skipSolved: readBoolean(values, "skip_existing"),
      invocation: { llm_base_url: address ?? null, dataset: selected.dataset, split: readText(values, "split") ?? "dev", run_id: runId },
      versions: readVersions(),
      abort: { soft: AbortSignal.any([stop.soft, budget.signal]), hard: stop.hard },
      onResume: (rows) => {
        for (const { tokens, cost } of rows.map(totalSpent)) budget.add({ totalTokens: tokens ?? undefined }, cost ?? undefined);
      },
      onEvent: reporter.onEvent,
    });
  } finally {
    await provider[Symbol.asyncDispose]();
  }
}
