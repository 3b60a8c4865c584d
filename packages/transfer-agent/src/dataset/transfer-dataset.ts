import { acquireRunLock, type BatchTotals, createBudget, ensureFolder, runBatch } from "@swe/batch";
import { type DatasetEntry, InputError, systemClock } from "@swe/core";
import { imageNameFor } from "../image-name.ts";
import { entryHash } from "../instance/make-record.ts";
import { resolveSettings } from "../instance/settings.ts";
import { pushedName, tarballPath } from "../instance/publish-image.ts";
import type { TransferRecord } from "../records/transfer-record.ts";
import { attemptInstance, summarizeAttempt, type TransferAttempt } from "./attempt-instance.ts";
import { coalesce } from "./coalesce.ts";
import { type FinishedEntry, mainSummary } from "./derive-reports.ts";
import { diskPause } from "./disk-pause.ts";
import { openRun, type OpenRun } from "./open-run.ts";
import { type OutputPaths, outputPaths } from "./output-paths.ts";
import { planAction, type PlannedAction } from "./plan-transfer.ts";
import { writeRunState } from "./run-state.ts";
import type { TransferDatasetOptions, TransferReport, UnfinishedInstance } from "./transfer-dataset-options.ts";
import { writeHistory, writeReports } from "./write-reports.ts";

/**
 * Transfers the entries of a dataset into an output folder. Every result is durable before it counts, so a run that was
 * killed at any moment goes on where it was when it is started again; results of earlier runs stay in place until replaced.
 */
export async function transferDataset(options: TransferDatasetOptions): Promise<TransferReport> {
  const { entries, inputFile, outputFolder, clock = systemClock, onEvent } = options;
  const paths = outputPaths(outputFolder, inputFile);
  const selected = select(options);
  assertUsableIds(selected);
  await ensureFolder(outputFolder);
  const lock = await acquireRunLock(outputFolder, { clock, abortSignal: options.abort?.soft });
  try {
    const instanceIds = entries.map((entry) => entry.instance.instanceId);
    const onWarning = (message: string): void => onEvent?.({ at: clock.now(), type: "warning", message });
    const settings = decisiveSettings(options);
    const run = await openRun({ paths, inputFile, instanceIds, settings, clock, onWarning });
    try {
      return await transferAll(options, { paths, run, selected });
    } finally {
      await run.journal.close();
    }
  } finally {
    await lock.release();
  }
}

/** What decides results; the rest may change from start to start. */
function decisiveSettings({ model, settings }: TransferDatasetOptions): Readonly<Record<string, string | number | boolean>> {
  const { limits: _limits, push: _push, save: _save, temperature, ...rest } = resolveSettings(settings ?? {});
  return { model: model.name, ...rest, ...(temperature === undefined ? {} : { temperature }) };
}

interface Prepared {
  readonly paths: OutputPaths;
  readonly run: OpenRun;
  readonly selected: readonly DatasetEntry[];
}

async function transferAll(options: TransferDatasetOptions, { paths, run, selected }: Prepared): Promise<TransferReport> {
  const { entries, inputFile, clock = systemClock } = options;
  const { journal, folders, state } = run;
  const finishedEntries = (): FinishedEntry[] =>
    entries.flatMap((entry) => {
      const record = journal.get(entry.instance.instanceId);
      return record === undefined ? [] : [{ entry, record }];
    });
  const reports = coalesce(() => writeReports(paths, finishedEntries()), clock);
  const actions = await planActions(options, run, selected);
  const reasons = new Map<string, string>();
  const onFinished = async (entry: DatasetEntry, reached: TransferAttempt): Promise<void> => {
    const { instanceId } = entry.instance;
    const attempt = keepingResult(stoppedBetweenTries(reached, options.abort?.soft), journal.get(instanceId));
    if (attempt.kind === "unfinished") {
      reasons.set(instanceId, attempt.reason);
      await folders.setAside(instanceId);
      return;
    }
    await journal.append(attempt.record);
    await (attempt.isNewFolder ? folders.commit(instanceId) : folders.amend(attempt.record));
    reports.touch();
  };
  let totals: BatchTotals;
  // Also what a killed run had journalled and not yet reported. Before anything is paid for: reports that cannot be written show now.
  reports.touch();
  await reports.flush();
  try {
    totals = await runTransfers(options, { run, selected, actions, onFinished });
  } finally {
    await reports.flush();
  }
  const unfinished = unfinishedIn(entries, reasons);
  const isComplete = unfinished.length === 0 && totals.finished + totals.alreadyDone === totals.total;
  const finished = finishedEntries();
  // Nobody works there any more.
  if (totals.abandoned === 0) await folders.recover((id) => journal.get(id));
  if (isComplete) {
    await writeHistory(paths, finished, inputFile, state.history_bytes);
    await writeRunState(paths.state, { ...state, closed: true });
  }
  const { transferred, failed, summary, summaryMain, summaryHistory } = paths;
  const files = { transferred, failed, summary, summaryMain, summaryHistory };
  return { runId: state.run_id, totals, summary: mainSummary(finished), unfinished, isComplete, files };
}

/** In the order of the dataset, whichever worker was first. */
function unfinishedIn(entries: readonly DatasetEntry[], reasons: ReadonlyMap<string, string>): readonly UnfinishedInstance[] {
  return entries.flatMap(({ instance: { instanceId } }) => {
    const reason = reasons.get(instanceId);
    return reason === undefined ? [] : [{ instanceId, reason }];
  });
}

/** A stop while the infrastructure is given time to recover: the instance is to be tried again, not lost. */
function stoppedBetweenTries(attempt: TransferAttempt, soft: AbortSignal | undefined): TransferAttempt {
  const isOpen = attempt.kind === "finished" && attempt.record.is_retryable && soft?.aborted === true;
  return isOpen ? { kind: "unfinished", reason: `stopped. ${attempt.record.reason ?? ""}` } : attempt;
}

/** A failure of the infrastructure says nothing about the instance, so it never takes the place of what is known. */
function keepingResult(attempt: TransferAttempt, earlier: TransferRecord | undefined): TransferAttempt {
  if (attempt.kind === "unfinished" || attempt.record.outcome !== "infra_error") return attempt;
  const isKnown = earlier !== undefined && earlier.outcome !== "infra_error" && earlier.entry_hash === attempt.record.entry_hash;
  return isKnown ? { kind: "unfinished", reason: `${attempt.record.reason ?? ""} The earlier result stays.` } : attempt;
}

interface TransferBatch {
  readonly run: OpenRun;
  readonly selected: readonly DatasetEntry[];
  readonly actions: ReadonlyMap<string, PlannedAction>;
  readonly onFinished: (entry: DatasetEntry, attempt: TransferAttempt) => Promise<void>;
}

async function runTransfers(options: TransferDatasetOptions, { run, selected, actions, onFinished }: TransferBatch): Promise<BatchTotals> {
  const { maxWorkers = 2, infraRetries = 2, maxCost, maxTokens, minFreeDiskBytes, provider, abort, onEvent, clock } = options;
  const { journal, folders, state } = run;
  const budget = createBudget({ maxCost, maxTokens });
  const toPublish = (id: string): TransferRecord | undefined => (actions.get(id) === "publish" ? journal.get(id) : undefined);
  const parts = { options, folders, budget, runId: state.run_id, toPublish };
  return runBatch<DatasetEntry, TransferAttempt>({
    items: selected,
    keyOf: (entry) => entry.instance.instanceId,
    concurrency: maxWorkers,
    isDone: (key) => actions.get(key) === "skip",
    attempt: (entry, context) => attemptInstance(entry, context, parts),
    onFinished,
    summarize: summarizeAttempt,
    retry: { isInfra: (attempt) => attempt.kind === "finished" && attempt.record.is_retryable, maxRetries: infraRetries },
    pauseWhile: minFreeDiskBytes === undefined ? undefined : diskPause(provider, minFreeDiskBytes),
    abort,
    clock,
    onEvent,
  });
}

async function planActions(
  { skipExisting = false, retry, settings }: TransferDatasetOptions,
  { journal, folders, state, isResumed }: OpenRun,
  selected: readonly DatasetEntry[],
): Promise<ReadonlyMap<string, PlannedAction>> {
  const { push, save } = settings ?? {};
  const published = (record: TransferRecord): boolean => {
    const image = record.docker_image ?? "";
    const isPushed = push === undefined || record.docker_image_pushed === pushedName(push, image);
    return isPushed && (save === undefined || record.docker_image_tarball === tarballPath(save, image));
  };
  const actions = new Map<string, PlannedAction>();
  for (const entry of selected) {
    const { instanceId } = entry.instance;
    const hasSummary = skipExisting && (await folders.hasSummary(instanceId));
    const resumedRunId = isResumed ? state.run_id : undefined;
    const record = journal.get(instanceId);
    const facts = { instanceId, entryHash: entryHash(entry), record, hasSummary, resumedRunId, skipExisting, retry, published };
    actions.set(instanceId, planAction(facts));
  }
  return actions;
}

function select({ entries, only }: TransferDatasetOptions): readonly DatasetEntry[] {
  if (only === undefined) return entries;
  const wanted = new Set(only);
  return entries.filter((entry) => wanted.has(entry.instance.instanceId));
}

const reserved = /^\.|[/\\\0]|\.jsonl?$/;

/** Ids name folders beside the reports, and images, which have no upper case. */
function assertUsableIds(entries: readonly DatasetEntry[]): void {
  const owners = new Map<string, string>();
  for (const { instance } of entries) {
    const { instanceId } = instance;
    if (instanceId === "" || reserved.test(instanceId)) {
      throw new InputError({ message: `The id ${JSON.stringify(instanceId)} cannot name a folder.`, remedy: "Rename the instance." });
    }
    const image = imageNameFor(instanceId);
    const other = owners.get(image);
    if (other !== undefined) {
      const message = `The instances "${other}" and "${instanceId}" would share the image name ${image}.`;
      throw new InputError({ message, remedy: "Rename one of them, or transfer them in separate runs on separate engines." });
    }
    owners.set(image, instanceId);
  }
}
