import { dirname, resolve } from "node:path";
import { acquireRunLock, type AttemptContext, type BatchEvent, type BatchTotals, type Journal, runBatch } from "@swe/batch";
import { type DatasetEntry, InputError } from "@swe/core";
import { openAttemptJournal } from "../experiment/attempt-journal.ts";
import { experimentPaths } from "../experiment/experiment-paths.ts";
import { createReports } from "../experiment/reports.ts";
import { restoreFiles } from "../experiment/restore-files.ts";
import { readRunConfig } from "../experiment/resolve-experiment.ts";
import { summarizeRow } from "../experiment/summarize-row.ts";
import { attemptKey, type AttemptRow, hasVerdictOrPatch, wasCancelled } from "../record/attempt-row.ts";
import { type RewardSummary, summarizeRewards } from "../record/reward-summary.ts";
import type { RunConfig } from "../record/run-config.ts";
import type { GradingServices, GradingSettings } from "./grade-stored-patch.ts";
import { createLineFeed, type LineFeed } from "./line-feed.ts";
import { regradeAttempt, type RegradedAttempt } from "./regrade-attempt.ts";

/** Options of `regrade`. */
export interface RegradeOptions {
  /** Folder of the experiment. */
  readonly folder: string;
  /** Reads a dataset entry from its JSON text. */
  readonly parseEntry: (json: string) => DatasetEntry;
  /** @default all */
  readonly only?: readonly string[] | undefined;
  /** What is undefined is as in the run. */
  readonly settings: GradingSettings;
  readonly services: GradingServices;
  /** @default 1 */
  readonly workers?: number | undefined;
  readonly abort?: { readonly soft?: AbortSignal | undefined; readonly hard?: AbortSignal | undefined } | undefined;
  readonly onEvent?: ((event: BatchEvent) => void) | undefined;
}

export interface RegradeResult {
  readonly folder: string;
  readonly rows: readonly AttemptRow[];
  readonly summary: RewardSummary;
  readonly totals: BatchTotals;
  /** Attempts whose reward is another one now. */
  readonly changed: readonly { readonly before: AttemptRow; readonly after: AttemptRow }[];
  /** Attempts that could not be graded; their old verdicts stand. */
  readonly failed: readonly AttemptRow[];
}

/** Grades the stored patches of a run again. New verdicts take the place of the old ones, which stay in `earlier_verdicts`. */
export async function regrade(options: RegradeOptions): Promise<RegradeResult> {
  const folder = resolve(options.folder);
  const config = await readRunConfig(folder);
  if (config === undefined) {
    throw new InputError({ message: `${folder} holds no run: there is no run_config.json.`, remedy: "Name the output folder of a run." });
  }
  const lock = await acquireRunLock(folder, { clock: options.services.clock, abortSignal: options.abort?.soft });
  try {
    return await regradeLocked(options, folder, config);
  } finally {
    await lock.release();
  }
}

async function regradeLocked(options: RegradeOptions, folder: string, config: RunConfig): Promise<RegradeResult> {
  const { services } = options;
  const paths = experimentPaths(folder, config.exp_name);
  const onWarning = (message: string): void => options.onEvent?.({ at: services.clock.now(), type: "warning", message });
  const journal = await openAttemptJournal({ path: paths.journal, onWarning });
  try {
    const reports = createReports({ paths, journal, runConfig: () => config, clock: services.clock });
    await restoreFiles(folder, journal);
    const settings = withDefaults(options.settings, config);
    const ended = await regradeAll({ ...options, settings }, folder, config, journal).catch(async (error: unknown) => {
      await reports.flush().catch(() => undefined);
      throw error;
    });
    if (journal.hasSuperseded) await journal.compact();
    await reports.flush();
    const rows = journal.records();
    return { folder, rows, summary: summarizeRewards(rows), ...ended };
  } finally {
    await journal.close();
  }
}

async function regradeAll(
  options: RegradeOptions,
  folder: string,
  config: RunConfig,
  journal: Journal<AttemptRow>,
): Promise<Pick<RegradeResult, "totals" | "changed" | "failed">> {
  const { services, settings, only, workers = 1 } = options;
  const { dataset } = config.invocation;
  const datasetFolder = dirname(resolve(typeof dataset === "string" ? dataset : "."));
  const items = gradable(journal.records(), only, (message) => options.onEvent?.({ at: services.clock.now(), type: "warning", message }));
  const feed = createLineFeed(journal.lines());
  const ended: RegradedAttempt[] = [];
  const attempt = async (row: AttemptRow, context: AttemptContext): Promise<RegradedAttempt> => {
    context.phase("grade");
    const json = (await feed.line(context.key)) ?? JSON.stringify(row);
    const { abortSignal } = context;
    return regradeAttempt({ json, folder, datasetFolder, parseEntry: options.parseEntry, settings, services, abortSignal });
  };
  const work = (): Promise<BatchTotals> =>
    runBatch<AttemptRow, RegradedAttempt>({
      items,
      keyOf: attemptKey,
      concurrency: workers,
      attempt,
      onFinished: async (row, result) => {
        feed.drop(attemptKey(row));
        if (result.json !== undefined) await journal.append({ json: result.json, record: result.row });
        ended.push(result);
      },
      summarize: ({ row }) => summarizeRow(row),
      retry: { isInfra: ({ row }) => row.reward === null && row.retryable && row.errorCode !== "cancelled", maxRetries: 2 },
      abort: options.abort,
      clock: services.clock,
      onEvent: options.onEvent,
    });
  const totals = await closing(feed, work);
  const graded = ended.filter(({ json }) => json !== undefined);
  return {
    totals,
    changed: graded.filter(({ before, row }) => before.reward !== row.reward).map(({ before, row }) => ({ before, after: row })),
    failed: ended.flatMap(({ json, row }) => (json === undefined && row.errorCode !== "cancelled" ? [row] : [])),
  };
}

/** Leaves out what has no patch to grade: an attempt that the infrastructure broke says nothing about the agent, graded or not. */
function gradable(
  rows: readonly AttemptRow[],
  only: readonly string[] | undefined,
  warn: (message: string) => void,
): readonly AttemptRow[] {
  const missing = only?.find((id) => !rows.some(({ instanceId }) => instanceId === id));
  if (missing !== undefined) {
    throw new InputError({ message: `The run has no attempt at "${missing}".`, remedy: "Name instances of the run." });
  }
  const wanted = rows.filter((row) => !wasCancelled(row) && (only?.includes(row.instanceId) ?? true));
  for (const row of wanted.filter((one) => !hasVerdictOrPatch(one))) {
    warn(`left out: "${attemptKey(row)}" was lost to the infrastructure before there was a patch; run it again`);
  }
  return wanted.filter(hasVerdictOrPatch);
}

async function closing<T>(feed: LineFeed, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await feed.close();
  }
}

function withDefaults(settings: GradingSettings, { settings: run }: RunConfig): GradingSettings {
  const { confirm, max_reward_calc_time: seconds, workdir } = run;
  return {
    confirm: settings.confirm ?? (confirm === "none" || confirm === "infra" ? confirm : "full"),
    rewardTimeoutMs: settings.rewardTimeoutMs ?? (typeof seconds === "number" ? seconds * 1000 : undefined),
    workdir: settings.workdir ?? (typeof workdir === "string" ? workdir : undefined),
  };
}
