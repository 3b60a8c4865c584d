import { describeError, systemClock } from "@swe/core";
import PQueue from "p-queue";
import type { BatchEventBody, BatchTotals } from "./batch-event.ts";
import type { RunBatchOptions } from "./batch-options.ts";
import { createItemRunner } from "./item-runner.ts";
import { createPauseGate } from "./pause-gate.ts";
import { createStopper } from "./stopper.ts";

/**
 * Does every item that is not done yet, a number of them at a time, each result made durable before it counts. Resolves with
 * the totals, also when stopped; rejects with the first error that an attempt or `onFinished` threw, after the others have ended.
 */
export async function runBatch<Item, R>(options: RunBatchOptions<Item, R>): Promise<BatchTotals> {
  const { items, keyOf, concurrency, clock = systemClock, abort = {}, graceMs = 8000, abandonMs = 2000 } = options;
  assertUnique(items.map(keyOf));
  const emit = (event: BatchEventBody): void => options.onEvent?.({ at: clock.now(), ...event });
  const startedAt = clock.monotonic();
  const toDo = items.filter((item) => options.isDone?.(keyOf(item)) !== true);
  const alreadyDone = items.length - toDo.length;
  emit({ type: "batch-start", total: items.length, alreadyDone, concurrency });

  const stopper = createStopper({
    soft: abort.soft,
    hard: abort.hard,
    graceMs,
    abandonMs,
    clock,
    onStop: (reason, isImmediate) => emit({ type: "batch-stop", reason: describeError(reason), isImmediate }),
  });
  const queue = new PQueue({ concurrency });
  const runItem = createItemRunner(options, { queue, clock, emit, stopper, gate: createPauseGate(options.pauseWhile, clock, emit) });
  const counts = { finished: 0, cancelled: 0, failed: 0, running: 0 };
  let failure: { readonly error: unknown } | undefined;
  const runTask = async (item: Item): Promise<void> => {
    let running = 0;
    try {
      const end = await runItem(item, () => {
        running = 1;
        counts.running++;
      });
      if (end !== undefined) counts[end]++;
    } catch (error) {
      counts.failed++;
      failure ??= { error };
    }
    counts.running -= running;
  };
  await Promise.race([Promise.all(toDo.map(runTask)), stopper.abandoned]);
  stopper.dispose();

  const { running: abandoned, ...ended } = counts;
  const notStarted = toDo.length - ended.finished - ended.cancelled - ended.failed - abandoned;
  const totals: BatchTotals = { total: items.length, alreadyDone, ...ended, abandoned, notStarted };
  emit({ type: "batch-end", durationMs: clock.monotonic() - startedAt, ...totals });
  if (failure !== undefined) throw failure.error;
  return totals;
}

function assertUnique(keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw new TypeError(`two items of the batch have the key ${JSON.stringify(key)}`);
    seen.add(key);
  }
}
