import type { Clock } from "@swe/core";
import { longestTimerMs } from "./deadline.ts";

export interface Bounds {
  readonly clock: Clock;
  /** The work's signal aborts after this long. */
  readonly timeoutMs: number;
  /** How long work that was told to stop may take to return what it has. */
  readonly graceMs: number;
  readonly abortSignal: AbortSignal;
}

/** Rejection of {@link runBounded} when the work was told to stop, by time or by the caller, and did not. */
export class UnresponsiveWork extends Error {
  static {
    this.prototype.name = "UnresponsiveWork";
  }
}

/** Runs work that may ignore its signal: settles soon after the time limit or the abort in any case. */
export async function runBounded<T>(work: (signal: AbortSignal) => Promise<T>, bounds: Bounds): Promise<T> {
  const { clock, timeoutMs, graceMs, abortSignal } = bounds;
  const told = new AbortController();
  const timers = new AbortController();
  const tell = (): void => told.abort(abortSignal.reason);
  const after = (ms: number, act: () => void): void => {
    if (ms <= longestTimerMs) clock.sleep(ms, timers.signal).then(act, () => undefined);
  };
  const gaveUp = Promise.withResolvers<never>();
  told.signal.addEventListener("abort", () => after(graceMs, () => gaveUp.reject(new UnresponsiveWork("The work did not stop."))));
  abortSignal.addEventListener("abort", tell, { once: true });
  if (abortSignal.aborted) tell();
  after(timeoutMs, () => told.abort(new DOMException(`The time limit of ${timeoutMs} ms is reached.`, "TimeoutError")));
  try {
    return await Promise.race([work(told.signal), gaveUp.promise]);
  } finally {
    timers.abort();
    abortSignal.removeEventListener("abort", tell);
  }
}
