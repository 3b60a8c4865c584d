import type { Clock } from "@swe/core";

export interface LivenessSettings {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** The shortest question that the engine can be asked. */
  readonly ping: (abortSignal: AbortSignal) => Promise<unknown>;
}

/** An engine that is being restarted answers again within this many questions. */
const maxFailures = 2;

/**
 * Asks now and then whether the engine still lives while it works on something that may take any time. Calls `onHung` when it does not;
 * ends with the signal.
 */
export async function watchLiveness({ clock, timeoutMs, ping }: LivenessSettings, stop: AbortSignal, onHung: () => void): Promise<void> {
  try {
    for (let failures = 0; failures < maxFailures;) {
      await clock.sleep(timeoutMs, stop);
      const over = new AbortController();
      const signal = AbortSignal.any([stop, over.signal]);
      const late = clock.sleep(timeoutMs, signal).then(() => false);
      late.catch(() => undefined);
      const answers = await Promise.race([
        ping(signal).then(
          () => true,
          () => false,
        ),
        late,
      ]);
      over.abort();
      failures = answers ? 0 : failures + 1;
    }
    onHung();
  } catch {
    // The work is over.
  }
}
