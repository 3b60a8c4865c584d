import type { Clock } from "@swe/core";

export interface Stopper {
  /** No new attempts; running ones are to end. */
  readonly soft: AbortSignal;
  readonly hard: AbortSignal;
  /** Resolves when nobody waits for the running attempts any longer. */
  readonly abandoned: Promise<void>;
  stop(reason: unknown): void;
  /** Ends all timers; nothing fires afterwards. */
  dispose(): void;
}

export interface StopperOptions {
  readonly soft: AbortSignal | undefined;
  readonly hard: AbortSignal | undefined;
  readonly graceMs: number;
  readonly abandonMs: number;
  readonly clock: Clock;
  readonly onStop: (reason: unknown, isImmediate: boolean) => void;
}

/** Turns the two outside signals and the time limits between them into one sequence: soft, hard, abandoned. */
export function createStopper({ soft, hard, graceMs, abandonMs, clock, onStop }: StopperOptions): Stopper {
  const softly = new AbortController();
  const firmly = new AbortController();
  const disposed = new AbortController();
  const abandoned = Promise.withResolvers<void>();

  const after = (ms: number, then: () => void): void => {
    clock.sleep(ms, disposed.signal).then(then, () => undefined);
  };
  const stopHard = (reason: unknown): void => {
    if (firmly.signal.aborted || disposed.signal.aborted) return;
    softly.abort(reason);
    firmly.abort(reason);
    onStop(reason, true);
    after(abandonMs, abandoned.resolve);
  };
  const stopSoft = (reason: unknown): void => {
    if (softly.signal.aborted || disposed.signal.aborted) return;
    softly.abort(reason);
    onStop(reason, false);
    after(graceMs, () => stopHard(reason));
  };
  for (const [signal, stop] of [
    [hard, stopHard],
    [soft, stopSoft],
  ] as const) {
    if (signal?.aborted === true) stop(signal.reason);
    else signal?.addEventListener("abort", () => stop(signal.reason), { once: true, signal: disposed.signal });
  }
  return {
    soft: softly.signal,
    hard: firmly.signal,
    abandoned: abandoned.promise,
    stop: stopSoft,
    dispose: () => disposed.abort(),
  };
}
