import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { acquireRunLock, type BatchEvent, type BatchTotals, type JournalProblem, openJournal, runBatch } from "@swe/batch";
import { InputError } from "@swe/core";
import type { AttemptTask } from "../attempt/attempt-task.ts";
import { gradeKey, type GradeRow, type GradeSummary, parseGradeSummary, toGradeRow } from "./grade-row.ts";
import { type GradingServices, type GradingSettings, gradeStoredPatch } from "./grade-stored-patch.ts";

/** A patch of any origin for an instance. */
export interface PredictedPatch {
  readonly task: AttemptTask;
  /** Who made it, where the file says. */
  readonly model: string | undefined;
  /** From 0; tells several predictions of one model apart. */
  readonly attempt: number;
  readonly patch: Uint8Array;
}

/** Options of `gradePredictions`. */
export interface GradePredictionsOptions {
  /** File of JSON lines. What an earlier run graded is left alone. */
  readonly output: string;
  readonly predictions: readonly PredictedPatch[];
  readonly settings: GradingSettings;
  readonly services: GradingServices;
  /** @default 1 */
  readonly workers?: number | undefined;
  /** @default 2 */
  readonly infraRetries?: number | undefined;
  readonly abort?: { readonly soft?: AbortSignal | undefined; readonly hard?: AbortSignal | undefined } | undefined;
  readonly onEvent?: ((event: BatchEvent) => void) | undefined;
}

export interface GradePredictionsResult {
  readonly rows: readonly GradeSummary[];
  readonly totals: BatchTotals;
}

/** Grades patches and writes one line for each, durably and once. Goes on where an earlier run ended. */
export async function gradePredictions(options: GradePredictionsOptions): Promise<GradePredictionsResult> {
  const { services } = options;
  const path = resolve(options.output);
  const lock = await acquireRunLock(dirname(path), { clock: services.clock, abortSignal: options.abort?.soft });
  try {
    const onProblem = ({ message }: { readonly message: string }): void =>
      options.onEvent?.({ at: services.clock.now(), type: "warning", message });
    await refuseForeignFile(path);
    const journal = await openJournal<GradeSummary>({ path, parse: parseGradeSummary, keyOf: gradeKey, onProblem });
    try {
      const totals = await gradeAll(options, journal);
      if (journal.hasSuperseded) await journal.compact();
      return { rows: journal.records(), totals };
    } finally {
      await journal.close();
    }
  } finally {
    await lock.release();
  }
}

/** The user names the file: one that holds something else, a dataset say, must not be written to. */
async function refuseForeignFile(path: string): Promise<void> {
  if (!(await exists(path))) return;
  let foreign = 0;
  const onProblem = ({ kind }: JournalProblem): void => void (kind === "corrupt" && foreign++);
  await using found = await openJournal<GradeSummary>({ path, parse: parseGradeSummary, keyOf: gradeKey, onProblem, readOnly: true });
  if (foreign === 0 || found.records().length > 0) return;
  throw new InputError({ message: `${path} holds something else than grades.`, remedy: "Name another file for the output." });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function gradeAll(
  options: GradePredictionsOptions,
  journal: Awaited<ReturnType<typeof openJournal<GradeSummary>>>,
): Promise<BatchTotals> {
  const { predictions, settings, services, workers = 1, infraRetries = 2, abort } = options;
  return runBatch<PredictedPatch, GradeRow>({
    items: predictions,
    keyOf: (item) =>
      gradeKey({ instance_id: item.task.entry.instance.instanceId, model_name_or_path: item.model ?? null, attempt: item.attempt }),
    concurrency: workers,
    isDone: (key) => (journal.get(key)?.reward ?? null) !== null,
    attempt: async ({ task, model, attempt, patch }, context) => {
      const startedAt = services.clock.monotonic();
      context.phase("grade");
      const verdict = await gradeStoredPatch({
        task,
        attempt,
        patch,
        patchOrigin: "foreign",
        settings,
        services,
        abortSignal: context.abortSignal,
      });
      const totalMs = services.clock.monotonic() - startedAt;
      return toGradeRow({ instanceId: task.entry.instance.instanceId, model, attempt, verdict, totalMs });
    },
    onFinished: (_item, row) => journal.append({ json: JSON.stringify(row), record: parseGradeSummary(row) }),
    summarize: (row) => ({
      outcome: row.error?.code === "cancelled" ? undefined : row.outcome,
      label: row.error?.message ?? `reward ${String(row.reward)} (${row.reward_reason ?? ""})`,
      isCancelled: row.error?.code === "cancelled",
    }),
    retry: { isInfra: (row) => row.error?.retryable === true && row.error.code !== "cancelled", maxRetries: infraRetries },
    abort,
    clock: services.clock,
    onEvent: options.onEvent,
  });
}
