import type { Clock, ExitReason } from "@swe/core";

/** The caller's abort and the time limit of a run as one signal. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Set once the run has to stop; the caller's abort comes first. */
  readonly reached: ExitReason | undefined;
  dispose(): void;
}

/** Timers cannot be set for longer; such a limit is checked between steps alone. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** A limit that may be switched off, as one that those can take who set timers for it and add to it. */
export function boundTimeout(timeoutMs: number): number {
  return Math.min(timeoutMs, longestTimerMs - 3_600_000);
}

export function createDeadline(clock: Clock, timeoutMs: number, abortSignal: AbortSignal | undefined): Deadline {
  const timeout = new AbortController();
  const timer = new AbortController();
  if (timeoutMs <= longestTimerMs) {
    clock.sleep(timeoutMs, timer.signal).then(
      () => timeout.abort(new DOMException(`The time limit of the run, ${timeoutMs} ms, is reached.`, "TimeoutError")),
      () => undefined,
    );
  }
  const signal = abortSignal === undefined ? timeout.signal : AbortSignal.any([abortSignal, timeout.signal]);
  return {
    signal,
    get reached() {
      if (abortSignal?.aborted === true) return "cancelled";
      return timeout.signal.aborted ? "traj_time_limit" : undefined;
    },
    dispose: () => timer.abort(),
  };
}
