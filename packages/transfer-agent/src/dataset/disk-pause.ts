import type { PauseOptions } from "@swe/batch";
import type { SandboxProvider } from "@swe/core";

/** Holds new instances back while the engine's disk is short: a full disk would fail those that run. */
export function diskPause(provider: SandboxProvider, minFreeBytes: number): PauseOptions {
  return {
    reason: async () => {
      const free = await provider.freeDiskBytes();
      if (free === undefined || free >= minFreeBytes) return undefined;
      return `the engine's disk has ${gigabytes(free)} free, less than the ${gigabytes(minFreeBytes)} asked for; remove images to go on`;
    },
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
