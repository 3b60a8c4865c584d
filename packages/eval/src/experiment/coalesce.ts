import type { Clock } from "@swe/core";

/** Work that is asked for often and done seldom: at most one at a time, what was asked for meanwhile once more afterwards. */
export interface Coalescer {
  readonly request: () => void;
  /** Does what is still asked for, without any pause. Rejects with what the work last failed with, if it has not succeeded since. */
  readonly flush: () => Promise<void>;
}

export interface CoalesceOptions {
  readonly work: () => Promise<void>;
  readonly clock: Clock;
  /** Pause after the work, as a multiple of the time it took: 19 keeps it under 5 % of the whole. @default 0 */
  readonly restFactor?: number | undefined;
  /** Shortest pause, in milliseconds. @default 0 */
  readonly minRestMs?: number | undefined;
}

export function coalesce({ work, clock, restFactor = 0, minRestMs = 0 }: CoalesceOptions): Coalescer {
  let isAsked = false;
  let failure: { readonly error: unknown } | undefined;
  let loop: Promise<void> | undefined;
  let hurry = new AbortController();

  const run = async (): Promise<void> => {
    while (isAsked) {
      isAsked = false;
      const startedAt = clock.monotonic();
      try {
        await work();
        failure = undefined;
      } catch (error) {
        failure = { error };
      }
      const restMs = Math.max(minRestMs, (clock.monotonic() - startedAt) * restFactor);
      if (restMs > 0) await clock.sleep(restMs, hurry.signal).catch(() => undefined);
    }
    loop = undefined;
  };
  const request = (): void => {
    isAsked = true;
    loop ??= run();
  };
  const idle = async (): Promise<void> => {
    while (loop !== undefined) await loop;
  };
  return {
    request,
    flush: async () => {
      hurry.abort();
      await idle();
      if (failure !== undefined) request();
      await idle();
      hurry = new AbortController();
      if (failure !== undefined) throw failure.error;
    },
  };
}
