import { setTimeout as delay } from "node:timers/promises";

/** Time as a dependency, so that limits and back-off are testable without waiting. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. For time stamps only. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes backwards. For durations and limits. */
  monotonic(): number;
  /** Resolves after `ms`, which may be `Infinity`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, abortSignal?: AbortSignal): Promise<void>;
}

/** The longest that a timer of Node can run: one that is asked for more fires at once. */
const maxTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, abortSignal) => {
    abortSignal?.throwIfAborted();
    try {
      for (let left = ms; ; left -= maxTimerMs) {
        await delay(Math.min(left, maxTimerMs), undefined, abortSignal === undefined ? {} : { signal: abortSignal });
        if (left <= maxTimerMs) return;
      }
    } catch (error) {
      abortSignal?.throwIfAborted();
      throw error;
    }
  },
};
