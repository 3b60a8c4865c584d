import type { Clock } from "@swe/core";
import type { PauseOptions } from "./batch-options.ts";
import type { BatchEventBody } from "./batch-event.ts";

/** Holds back starts while there is a reason to, asking once for all that wait. */
export interface PauseGate {
  /** Resolves when an attempt may start; rejects with the reason of an abort. */
  pass(abortSignal: AbortSignal): Promise<void>;
}

export function createPauseGate(pause: PauseOptions | undefined, clock: Clock, emit: (event: BatchEventBody) => void): PauseGate {
  let waiting: Promise<void> | undefined;

  const wait = async ({ reason, intervalMs = 5000 }: PauseOptions, abortSignal: AbortSignal): Promise<void> => {
    let pausedAt: number | undefined;
    for (;;) {
      const why = await reason(abortSignal);
      if (why === undefined) break;
      if (pausedAt === undefined) emit({ type: "batch-pause", reason: why });
      pausedAt ??= clock.monotonic();
      await clock.sleep(intervalMs, abortSignal);
    }
    if (pausedAt !== undefined) emit({ type: "batch-resume", pausedMs: clock.monotonic() - pausedAt });
  };

  return {
    pass: async (abortSignal) => {
      abortSignal.throwIfAborted();
      if (pause === undefined) return;
      waiting ??= wait(pause, abortSignal).finally(() => (waiting = undefined));
      await waiting;
    },
  };
}
