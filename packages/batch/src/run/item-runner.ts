import type { Clock } from "@swe/core";
import type PQueue from "p-queue";
import type { BatchEventBody } from "./batch-event.ts";
import type { AttemptContext, RunBatchOptions } from "./batch-options.ts";
import type { PauseGate } from "./pause-gate.ts";
import type { Stopper } from "./stopper.ts";

export interface RunnerParts {
  readonly queue: PQueue;
  readonly clock: Clock;
  readonly emit: (event: BatchEventBody) => void;
  readonly stopper: Stopper;
  readonly gate: PauseGate;
}

/** How an item ended; undefined when it never started. */
export type ItemEnd = "finished" | "cancelled" | undefined;

export type ItemRunner<Item> = (item: Item, onStart: () => void) => Promise<ItemEnd>;

const doubling = (retryNumber: number): number => Math.min(1000 * 2 ** (retryNumber - 1), 60_000);

/** Runs one item with its retries. Its slot in the queue is free while it waits for a retry. */
export function createItemRunner<Item, R>(options: RunBatchOptions<Item, R>, parts: RunnerParts): ItemRunner<Item> {
  const { queue, clock, emit, stopper, gate } = parts;
  const { maxRetries = 0, backoffMs = doubling, isInfra = () => false } = options.retry ?? {};

  const tryOnce = async (item: Item, key: string, tryNumber: number): Promise<R> => {
    emit({ type: "attempt-start", key, tryNumber });
    return options.attempt(item, createContext(key, tryNumber, parts));
  };
  const finish = async (item: Item, key: string, record: R, startedAt: number): Promise<ItemEnd> => {
    await options.onFinished(item, record);
    const summary = options.summarize?.(record) ?? {};
    emit({ type: "attempt-end", key, durationMs: clock.monotonic() - startedAt, ...summary });
    return summary.isCancelled === true ? "cancelled" : "finished";
  };
  const mayRetry = (record: R, tryNumber: number): boolean => isInfra(record) && tryNumber < maxRetries && !stopper.soft.aborted;

  return async (item, onStart) => {
    const key = options.keyOf(item);
    let startedAt: number | undefined;
    let last: R | undefined;
    for (let tryNumber = 0; ; tryNumber++) {
      const inSlot = async (): Promise<{ readonly end: ItemEnd } | { readonly retry: R }> => {
        const mayStart = await passes(gate, stopper.soft);
        // Stopped while it waited for its first try, or for another: what the last try gave is the result then.
        if (!mayStart) return { end: startedAt === undefined ? undefined : await finish(item, key, last as R, startedAt) };
        if (startedAt === undefined) onStart();
        startedAt ??= clock.monotonic();
        const record = await tryOnce(item, key, tryNumber);
        return mayRetry(record, tryNumber) ? { retry: record } : { end: await finish(item, key, record, startedAt) };
      };
      const slot = await queue.add(() => stoppingOnError(inSlot, stopper));
      if ("end" in slot) return slot.end;
      last = slot.retry;
      const delayMs = backoffMs(tryNumber + 1);
      const reason = options.summarize?.(last).label ?? "infrastructure failure";
      emit({ type: "attempt-retry", key, tryNumber: tryNumber + 1, delayMs, reason });
      await clock.sleep(delayMs, stopper.soft).catch(() => undefined);
    }
  };
}

/** Stops the batch before the slot is free again, so that nothing starts behind a failure. */
async function stoppingOnError<T>(work: () => Promise<T>, stopper: Stopper): Promise<T> {
  try {
    return await work();
  } catch (error) {
    stopper.stop(error);
    throw error;
  }
}

async function passes(gate: PauseGate, soft: AbortSignal): Promise<boolean> {
  try {
    await gate.pass(soft);
  } catch (error) {
    if (!soft.aborted) throw error;
  }
  return !soft.aborted;
}

function createContext(key: string, tryNumber: number, { emit, stopper }: RunnerParts): AttemptContext {
  return {
    key,
    tryNumber,
    abortSignal: stopper.soft,
    hardAbortSignal: stopper.hard,
    phase: (phase) => emit({ type: "attempt-phase", key, phase }),
    warn: (message) => emit({ type: "warning", key, message }),
  };
}
