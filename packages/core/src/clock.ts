import { setTimeout as delay } from "node:timers/promises";

/** Time as a dependency, so that limits and back-off are testable without waiting. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. For time stamps only. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes backwards. For durations and limits. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, abortSignal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, abortSignal) => {
    abortSignal?.throwIfAborted();
    try {
      await delay(ms, undefined, abortSignal === undefined ? {} : { signal: abortSignal });
    } catch (error) {
      abortSignal?.throwIfAborted();
      throw error;
    }
  },
};
