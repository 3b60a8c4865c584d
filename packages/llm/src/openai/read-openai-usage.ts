import type { Usage } from "@swe/core";
import { unknownUsage } from "../usage/unknown-usage.ts";
import type { OpenAiUsage } from "./openai-answer.ts";

export function readOpenAiUsage(usage: OpenAiUsage | null | undefined): Usage {
  if (usage === undefined || usage === null) return unknownUsage;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  // No request is empty: some servers say 0 where they have not counted.
  if (inputTokens === 0 || (inputTokens === undefined && outputTokens === undefined)) return unknownUsage;
  const sum = inputTokens === undefined || outputTokens === undefined ? undefined : inputTokens + outputTokens;
  return {
    inputTokens,
    outputTokens,
    totalTokens: usage.total_tokens ?? sum,
    cachedInputTokens: usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens,
    cacheWriteTokens: usage.prompt_tokens_details?.cache_write_tokens,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens,
    source: "provider",
  };
}

/** US dollars as OpenRouter reports them. With the user's own upstream key its `cost` is only the fee on top. */
export function readOpenAiCost(usage: OpenAiUsage | null | undefined): number | undefined {
  if (usage?.cost === undefined) return undefined;
  return usage.is_byok === true ? usage.cost + (usage.cost_details?.upstream_inference_cost ?? 0) : usage.cost;
}
