import type { Clock } from "@swe/core";

/** Adds up where the time of an attempt goes, by phase. */
export interface Stopwatch {
  time<T>(phase: string, work: () => Promise<T>): Promise<T>;
  /** Seconds by phase, with `total` since the start. */
  durations(): Readonly<Record<string, number>>;
}

export function createStopwatch(clock: Clock): Stopwatch {
  const startedAt = clock.monotonic();
  const spent = new Map<string, number>();
  return {
    async time(phase, work) {
      const from = clock.monotonic();
      try {
        return await work();
      } finally {
        spent.set(phase, (spent.get(phase) ?? 0) + clock.monotonic() - from);
      }
    },
    durations: () => {
      const entries = [...spent, ["total", clock.monotonic() - startedAt] as const];
      return Object.fromEntries(entries.map(([phase, ms]) => [phase, Math.round(ms) / 1000]));
    },
  };
}
