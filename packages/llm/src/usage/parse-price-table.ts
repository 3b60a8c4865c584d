import { InputError } from "@swe/core";
import { z } from "zod";
import type { ModelPrice, PriceTable } from "./price-table.ts";

const dollars = z.number().nonnegative();

const ownEntry = z.strictObject({
  inputPerMillion: dollars,
  outputPerMillion: dollars,
  cachedInputPerMillion: dollars.optional(),
  cacheWritePerMillion: dollars.optional(),
});

const perTokenEntry = z.looseObject({
  input_cost_per_token: dollars,
  output_cost_per_token: dollars,
  cache_read_input_token_cost: dollars.nullish(),
  cache_creation_input_token_cost: dollars.nullish(),
});

const million = 1_000_000;

/**
 * Reads a price file: a JSON object of model names, each with `inputPerMillion` and `outputPerMillion` (US dollars), optionally
 * `cachedInputPerMillion` and `cacheWritePerMillion`. Entries in LiteLLM's form (`input_cost_per_token` ...) are read as well; those
 * of models that are not priced by token are passed over.
 *
 * @throws InputError naming the entry that makes no sense.
 */
export function parsePriceTable(text: string): PriceTable {
  const entries = Object.entries(parseObject(text));
  const prices = entries.map(([name, entry]): [string, ModelPrice | undefined] => [name, readEntry(name, entry)]);
  return Object.fromEntries(prices.filter((pair): pair is [string, ModelPrice] => pair[1] !== undefined));
}

function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new InputError({ message: `The price table is not valid JSON: ${String(cause)}`, cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new InputError({ message: "Expected the price table to be a JSON object of model names.", remedy: example });
}

const example = 'Write {"openai/gpt-4o-mini": {"inputPerMillion": 0.15, "outputPerMillion": 0.6}}.';

function readEntry(name: string, entry: unknown): ModelPrice | undefined {
  const own = ownEntry.safeParse(entry);
  if (own.success) return own.data;
  const perToken = perTokenEntry.safeParse(entry).data;
  if (perToken !== undefined) {
    return {
      inputPerMillion: perToken.input_cost_per_token * million,
      outputPerMillion: perToken.output_cost_per_token * million,
      cachedInputPerMillion: scale(perToken.cache_read_input_token_cost),
      cacheWritePerMillion: scale(perToken.cache_creation_input_token_cost),
    };
  }
  const isForeign = typeof entry === "object" && entry !== null && ("litellm_provider" in entry || "mode" in entry);
  if (isForeign) return undefined;
  throw new InputError({ message: `The price of "${name}" makes no sense: ${z.prettifyError(own.error)}`, remedy: example });
}

function scale(perToken: number | null | undefined): number | undefined {
  return perToken === null || perToken === undefined ? undefined : perToken * million;
}
