import type { Usage } from "@swe/core";
import type { ModelPrice } from "./price-table.ts";

/** US dollars for this use, or undefined where a count that matters is unknown. */
export function costOf(usage: Usage, price: ModelPrice | undefined): number | undefined {
  if (price === undefined || usage.inputTokens === undefined || usage.outputTokens === undefined) return undefined;
  const cached = Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, usage.inputTokens - cached);
  const plain = usage.inputTokens - cached - written;
  const { inputPerMillion, cachedInputPerMillion = inputPerMillion, cacheWritePerMillion = inputPerMillion } = price;
  const input = plain * inputPerMillion + cached * cachedInputPerMillion + written * cacheWritePerMillion;
  return (input + usage.outputTokens * price.outputPerMillion) / 1_000_000;
}
