import { resolve } from "node:path";
import { acquireRunLock } from "@swe/batch";
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
import { restoreFiles } from "./restore-files.ts";
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
    const { folder } = experiment.paths;
    // A folder of its own below may be in use by itself: its patches are being graded again, say.
    await using _inner = folder === outputFolder ? undefined : await acquireRunLock(folder, { clock: services.clock });
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
  const journal = await openAttemptJournal({ path: paths.journal, onWarning: warn });
  try {
    checkConfigHash(journal.records(), configHash, paths.journal);
    options.onResume?.(journal.records());
    const skip =
      options.skipSolved === true
        ? await findSolved({ outputFolder, ownJournal: paths.journal, onWarning: warn, abortSignal: abort?.soft })
        : new Set<string>();
    const runConfig = createRunConfig({ options, previous, described, configHash });
    const reports = createReports({ paths, journal, runConfig, clock: services.clock });
    // A run that was killed may have left reports that are behind its journal, and files of attempts that are ahead of it.
    await restoreFiles(paths.folder, journal);
    await reports.flush();
    try {
      const ended = await runItems(options, { folder: paths.folder, journal, configHash, skip, onDurable: () => reports.update() });
      if (journal.hasSuperseded) await journal.compact();
      await reports.flush();
      return { folder: paths.folder, rows: journal.records(), summary: summarizeRewards(journal.records()), ...ended };
    } catch (error) {
      await reports.flush().catch(() => undefined);
      throw error;
    }
  } finally {
    await journal.close();
  }
}
