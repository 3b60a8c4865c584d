import { setImmediate as macrotask } from "node:timers/promises";
import type { Clock } from "@swe/core";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Lets this many milliseconds pass, waking sleepers in the order in which their time comes, and lets them react. */
  advance(ms: number): Promise<void>;
  /** Sets the time of day forward or back without any time passing, as a correction of the system clock does. */
  jump(ms: number): void;
  /** How many sleep now. */
  readonly sleepers: number;
}

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

export function createManualClock(startMs: number = Date.UTC(2026, 0, 1)): ManualClock {
  let elapsed = 0;
  let offset = startMs;
  const sleepers = new Set<Sleeper>();

  return {
    now: () => offset + elapsed,
    monotonic: () => elapsed,
    sleep: (ms, abortSignal) =>
      new Promise((resolve, reject) => {
        abortSignal?.throwIfAborted();
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(abortSignal?.reason as Error);
        };
        const sleeper: Sleeper = {
          wakeAt: elapsed + ms,
          wake: () => {
            sleepers.delete(sleeper);
            abortSignal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        sleepers.add(sleeper);
        abortSignal?.addEventListener("abort", onAbort, { once: true });
      }),
    advance: async (ms) => {
      const target = elapsed + ms;
      await macrotask();
      for (;;) {
        const next = [...sleepers].toSorted((a, b) => a.wakeAt - b.wakeAt).at(0);
        if (next === undefined || next.wakeAt > target) break;
        elapsed = Math.max(elapsed, next.wakeAt);
        next.wake();
        await macrotask();
      }
      elapsed = target;
      await macrotask();
    },
    jump: (ms) => {
      offset += ms;
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}
