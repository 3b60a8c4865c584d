import { type Clock, systemClock } from "@swe/core";
import { CallLimiter } from "./call-limiter.ts";
import type { CallLimits } from "./call-limits.ts";

/** Limits shared by all models of a run, with a lane for each provider, so that a broken one does not hold up the others. */
export interface LimiterPool {
  /** The limiter of the provider at this address. */
  lane(address: string): CallLimiter;
}

/** The same limits for every provider's lane. */
export function createLimiterPool(limits: CallLimits, { clock = systemClock }: { readonly clock?: Clock } = {}): LimiterPool {
  const lanes = new Map<string, CallLimiter>();
  return {
    lane(address) {
      const lane = lanes.get(address) ?? new CallLimiter(limits, clock);
      lanes.set(address, lane);
      return lane;
    },
  };
}
