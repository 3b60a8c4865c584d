import { join } from "node:path";
import { type AttemptContext, type Journal, runBatch } from "@swe/batch";
import { openAttemptFiles } from "../attempt/attempt-files.ts";
import type { AttemptTask } from "../attempt/attempt-task.ts";
import { mayBeAgentsDoing } from "../attempt/may-be-agents-doing.ts";
import { runAttempt } from "../attempt/run-attempt.ts";
import { attemptToJson } from "../record/attempt-json.ts";
import { attemptKey, type AttemptRow, isUnfinished, toAttemptRow, wasCancelled } from "../record/attempt-row.ts";
import { createBreaker } from "./breaker.ts";
import type { ExperimentOptions, ExperimentResult } from "./experiment-options.ts";
import { restoreFiles } from "./restore-files.ts";
import { createSpending, type Spending } from "./spending.ts";
import { summarizeRow } from "./summarize-row.ts";

export interface RunItemsOptions {
  readonly folder: string;
  readonly journal: Journal<AttemptRow>;
  readonly configHash: string;
  /** Instances to leave out. */
  readonly skip: ReadonlySet<string>;
  readonly onDurable: () => void;
}

interface Item {
  readonly task: AttemptTask;
  readonly attempt: number;
}

interface Finished {
  readonly row: AttemptRow;
  readonly json: string;
}

/** Does every attempt that is not done yet. */
export async function runItems(
  options: ExperimentOptions,
  { folder, journal, configHash, skip, onDurable }: RunItemsOptions,
): Promise<Pick<ExperimentResult, "totals" | "stopReason" | "notReplaced">> {
  const { services, workers = 1, useExisting = true } = options;
  const breaker = createBreaker(10 + workers);
  const soft = AbortSignal.any([breaker.signal, ...(options.abort?.soft === undefined ? [] : [options.abort.soft])]);
  const maxRetries = options.infraRetries ?? 2;
  // Tries of an attempt that lost their container in a way that the agent may have caused, those of earlier runs included.
  const broken = new Set(journal.records().filter(isBroken).map(attemptKey));
  const spending = createSpending(journal.records());
  const done = useExisting ? finishedKeys(journal) : new Set<string>();
  const notReplaced: AttemptRow[] = [];
  const totals = await runBatch<Item, Finished>({
    items: listItems(options, skip),
    keyOf: keyOf,
    concurrency: workers,
    isDone: (key) => done.has(key),
    attempt: (item, context) => attemptItem(options, { item, context, folder, configHash, broken, spending, maxRetries }),
    onFinished: async (item, { row, json }) => {
      breaker.note(row);
      const earlier = journal.get(keyOf(item));
      // What was cancelled or lost to the infrastructure never takes the place of a verdict.
      if (isUnfinished(row) && earlier !== undefined && !isUnfinished(earlier)) {
        notReplaced.push(row);
        return;
      }
      await journal.append({ json, record: row });
      onDurable();
    },
    summarize: ({ row }) => summarizeRow(row),
    retry: {
      isInfra: ({ row }) => isUnfinished(row) && !wasCancelled(row) && (row.retryable || isBroken(row)),
      maxRetries,
      backoffMs: options.retryBackoffMs,
    },
    abort: { soft, hard: options.abort?.hard },
    graceMs: options.graceMs,
    clock: services.clock,
    onEvent: options.onEvent,
  });
  if (notReplaced.length > 0) await restoreFiles(folder, journal);
  const wasComplete = totals.alreadyDone === totals.total;
  return { totals, stopReason: soft.aborted && !wasComplete ? soft.reason : undefined, notReplaced };
}

interface ItemAttempt extends Pick<RunItemsOptions, "folder" | "configHash"> {
  readonly item: Item;
  readonly context: AttemptContext;
  readonly broken: Set<string>;
  readonly spending: Spending;
  readonly maxRetries: number;
}

async function attemptItem(
  { settings, services }: ExperimentOptions,
  { item, context, folder, configHash, broken, spending, maxRetries }: ItemAttempt,
): Promise<Finished> {
  const spentBefore = spending.before(context.key);
  const record = await runAttempt({
    ...item,
    settings,
    services,
    configHash,
    files: await openAttemptFiles(join(folder, keyOf(item))),
    abortSignal: context.abortSignal,
    hardAbortSignal: context.hardAbortSignal,
    mayBlameAgent: broken.has(context.key) && context.tryNumber >= maxRetries,
    onPhase: context.phase,
  });
  const { ds: _ds, ...rest } = { ...record, ...(spentBefore === undefined ? {} : { spent_before: spentBefore }) };
  const row = toAttemptRow({ ...rest, ds: record.ds });
  spending.add(context.key, row);
  if (isBroken(row)) broken.add(context.key);
  return { row, json: attemptToJson(rest, item.task.entry) };
}

function isBroken(row: AttemptRow): boolean {
  return isUnfinished(row) && !wasCancelled(row) && mayBeAgentsDoing(row);
}

function keyOf({ task, attempt }: Item): string {
  return attemptKey({ instanceId: task.entry.instance.instanceId, attempt });
}

/** The first attempts at all instances come before any second one, so that an early end leaves an even picture. */
function listItems({ tasks, samples = 1 }: ExperimentOptions, skip: ReadonlySet<string>): readonly Item[] {
  const wanted = tasks.filter(({ entry }) => !skip.has(entry.instance.instanceId));
  return Array.from({ length: samples }, (_, attempt) => wanted.map((task) => ({ task, attempt }))).flat();
}

function finishedKeys(journal: Journal<AttemptRow>): ReadonlySet<string> {
  return new Set(
    journal
      .records()
      .filter((row) => !isUnfinished(row))
      .map(attemptKey),
  );
}
