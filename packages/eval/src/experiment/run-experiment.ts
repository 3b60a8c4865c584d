import { resolve } from "node:path";
import { acquireRunLock, ensureFolder } from "@swe/batch";
import { stableHash } from "@swe/core";
import { planRuns } from "../attempt/plan-runs.ts";
import { summarizeRewards } from "../record/reward-summary.ts";
import { checkConfigHash, openAttemptJournal } from "./attempt-journal.ts";
import { createRunConfig } from "./create-run-config.ts";
import { describeSettings } from "./describe-settings.ts";
import type { ExperimentOptions, ExperimentResult } from "./experiment-options.ts";
import { findSolved } from "./find-solved.ts";
import { createReports } from "./reports.ts";
import { resolveExperiment, type ResolvedExperiment } from "./resolve-experiment.ts";
import { runItems } from "./run-items.ts";

/**
 * Runs attempts on many instances, each recorded durably before it counts, and keeps the reports up to date. Goes on where
 * an earlier run of the experiment ended, however that ended. Throws `InputError` when the folder is in use or belongs to a
 * run with other settings, and `StorageError` when it cannot be written.
 */
export async function runExperiment(options: ExperimentOptions): Promise<ExperimentResult> {
  const { settings, services } = options;
  planRuns(settings);
  const outputFolder = resolve(options.outputFolder);
  const lock = await acquireRunLock(outputFolder, { clock: services.clock, abortSignal: options.abort?.soft });
  try {
    const described = describeSettings(settings, services.model.name);
    const experiment = await resolveExperiment(outputFolder, settings.expName, described);
    return await runLocked(options, outputFolder, experiment, described);
  } finally {
    await lock.release();
  }
}

async function runLocked(
  options: ExperimentOptions,
  outputFolder: string,
  { paths, previous, besides }: ResolvedExperiment,
  described: ReturnType<typeof describeSettings>,
): Promise<ExperimentResult> {
  const { services, abort } = options;
  const configHash = stableHash(described);
  const warn = (message: string): void => options.onEvent?.({ at: services.clock.now(), type: "warning", message });
  if (besides !== undefined) warn(`${outputFolder} belongs to the experiment "${besides}"; this one is written to ${paths.folder}.`);
  await ensureFolder(paths.folder);
  const attempts = await openAttemptJournal({ path: paths.journal, onWarning: warn });
  try {
    const { journal } = attempts;
    checkConfigHash(journal.records(), configHash, paths.journal);
    options.onResume?.(journal.records());
    const skip = options.skipSolved === true ? await findSolved(outputFolder, paths.journal, abort?.soft) : new Set<string>();
    const runConfig = createRunConfig({ options, previous, described, configHash });
    const reports = createReports({ paths, attempts, runConfig, clock: services.clock });
    // A run that was killed may have left reports that are behind its journal.
    await reports.flush();
    try {
      const ended = await runItems(options, { folder: paths.folder, attempts, configHash, skip, onDurable: () => reports.update() });
      if (attempts.hasSuperseded()) await journal.compact();
      await reports.flush();
      return { folder: paths.folder, rows: journal.records(), summary: summarizeRewards(journal.records()), ...ended };
    } catch (error) {
      await reports.flush().catch(() => undefined);
      throw error;
    }
  } finally {
    await attempts.journal.close();
  }
}
