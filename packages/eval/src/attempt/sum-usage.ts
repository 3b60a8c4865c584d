import type { AgentResult, UsageTotals } from "@swe/agent";
import type { TokenUsage } from "../record/attempt-record.ts";

/** What all runs of an attempt used together. A count stays null until a run tells its part. */
export function sumUsage(results: readonly Pick<AgentResult, "usage">[], conversationTokens: number): TokenUsage {
  const total = (name: keyof UsageTotals): number | null => {
    const known = results.map(({ usage }) => usage[name]).filter((value) => value !== undefined);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  };
  return {
    input: total("inputTokens"),
    output: total("outputTokens"),
    total: total("totalTokens"),
    cached_input: total("cachedInputTokens"),
    calls: total("calls") ?? 0,
    calls_without_usage: total("callsWithoutUsage") ?? 0,
    conversation_total: conversationTokens,
  };
}
