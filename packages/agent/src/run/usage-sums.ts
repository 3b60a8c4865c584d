import type { Usage } from "@swe/core";
import type { UsageTotals } from "../contracts/agent-result.ts";

/** Adds up what calls used and cost. A sum stays undefined until a call tells its part. */
export interface UsageSums {
  add(usage: Usage, cost: number | undefined): void;
  readonly totals: UsageTotals;
  readonly cost: number | undefined;
}

export function createUsageSums(): UsageSums {
  const sums: { -readonly [K in keyof UsageTotals]: UsageTotals[K] } = {
    inputTokens: undefined,
    outputTokens: undefined,
    totalTokens: undefined,
    cachedInputTokens: undefined,
    calls: 0,
    callsWithoutUsage: 0,
  };
  let cost: number | undefined;
  return {
    add(usage, callCost) {
      sums.calls += 1;
      if (usage.inputTokens === undefined && usage.outputTokens === undefined) sums.callsWithoutUsage += 1;
      sums.inputTokens = plus(sums.inputTokens, usage.inputTokens);
      sums.outputTokens = plus(sums.outputTokens, usage.outputTokens);
      sums.totalTokens = plus(sums.totalTokens, totalOf(usage));
      sums.cachedInputTokens = plus(sums.cachedInputTokens, usage.cachedInputTokens);
      cost = plus(cost, callCost);
    },
    get totals() {
      return { ...sums };
    },
    get cost() {
      return cost;
    },
  };
}

/** The reported total, or the sum of its parts where both are known. */
export function totalOf(usage: Usage): number | undefined {
  if (usage.totalTokens !== undefined) return usage.totalTokens;
  return usage.inputTokens === undefined || usage.outputTokens === undefined ? undefined : usage.inputTokens + usage.outputTokens;
}

function plus(sum: number | undefined, part: number | undefined): number | undefined {
  return part === undefined ? sum : (sum ?? 0) + part;
}
