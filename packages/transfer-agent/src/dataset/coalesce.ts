import type { Clock } from "@swe/core";

/** Runs `work` after each `touch`, never twice at the same time, and less often the longer it takes. */
export interface Coalesced {
  /** Something has changed. Returns at once. */
  touch(): void;
  /** Resolves when the work has been done after the last touch; rejects with the first error of any run. */
  flush(): Promise<void>;
}

/** At most a tenth of the time goes into the work, and no change waits longer than ten times its duration. */
export function coalesce(work: () => Promise<void>, clock: Clock): Coalesced {
  let isDirty = false;
  let running: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let hurry = new AbortController();

  const loop = async (): Promise<void> => {
    while (isDirty && failure === undefined) {
      isDirty = false;
      const started = clock.monotonic();
      try {
        await work();
      } catch (error) {
        failure = { error };
        return;
      }
      const pause = 10 * (clock.monotonic() - started);
      await clock.sleep(pause, hurry.signal).catch(() => undefined);
    }
  };
  const start = (): void => {
    running ??= loop().finally(() => {
      running = undefined;
      if (isDirty && failure === undefined) start();
    });
  };
  return {
    touch: () => {
      isDirty = true;
      start();
    },
    flush: async () => {
      hurry.abort();
      while (running !== undefined) await running;
      hurry = new AbortController();
      if (failure !== undefined) throw failure.error;
    },
  };
}
