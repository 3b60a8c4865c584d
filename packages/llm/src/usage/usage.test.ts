import { describe, expect, it } from "vitest";
import { costOf } from "./cost-of.ts";
import { parsePriceTable } from "./parse-price-table.ts";
import { findPrice } from "./price-table.ts";
import { unknownUsage } from "./unknown-usage.ts";

const price = { inputPerMillion: 3, outputPerMillion: 15, cachedInputPerMillion: 0.3, cacheWritePerMillion: 3.75 };

describe("costOf", () => {
  it("prices cache reads and writes apart from the rest of the input", () => {
    const usage = { ...unknownUsage, inputTokens: 1_000_000, outputTokens: 100_000, cachedInputTokens: 800_000, cacheWriteTokens: 100_000 };
    expect(costOf(usage, price)).toBeCloseTo(0.1 * 3 + 0.8 * 0.3 + 0.1 * 3.75 + 1.5, 10);
    expect(costOf(usage, { inputPerMillion: 3, outputPerMillion: 15 })).toBeCloseTo(4.5, 10);
  });

  it("is undefined, never 0, where something is unknown", () => {
    expect(costOf({ ...unknownUsage, inputTokens: 5 }, price)).toBeUndefined();
    expect(costOf({ ...unknownUsage, outputTokens: 5 }, price)).toBeUndefined();
    expect(costOf({ ...unknownUsage, inputTokens: 5, outputTokens: 5 }, undefined)).toBeUndefined();
    expect(costOf({ ...unknownUsage, inputTokens: 0, outputTokens: 0 }, price)).toBe(0);
  });

  it("does not go below nothing when a provider reports more cached than sent", () => {
    expect(costOf({ ...unknownUsage, inputTokens: 10, outputTokens: 0, cachedInputTokens: 50, cacheWriteTokens: 50 }, price)).toBeCloseTo(
      3e-6,
      12,
    );
  });
});

describe("prices", () => {
  it("are found by the name as given, without its prefixes, or by the name that answered", () => {
    const table = { "a/b/c": price, "b/c": { ...price, inputPerMillion: 2 }, c: { ...price, inputPerMillion: 1 } };
    expect(findPrice(table, ["a/b/c"])?.inputPerMillion).toBe(3);
    expect(findPrice(table, ["x/b/c"])?.inputPerMillion).toBe(2);
    expect(findPrice(table, ["unknown", "x/c"])?.inputPerMillion).toBe(1);
    expect(findPrice(table, ["toString", "d"])).toBeUndefined();
  });

  it("are read in our own form and in LiteLLM's, whose other entries are passed over", () => {
    const text = JSON.stringify({
      own: price,
      foreign: {
        input_cost_per_token: 3e-6,
        output_cost_per_token: 15e-6,
        cache_read_input_token_cost: 3e-7,
        litellm_provider: "x",
        mode: "chat",
      },
      image: { mode: "image_generation", output_cost_per_image: 0.04 },
    });
    const table = parsePriceTable(text);
    expect(Object.keys(table)).toEqual(["own", "foreign"]);
    expect(table["own"]).toEqual(price);
    expect(table["foreign"]).toMatchObject({ inputPerMillion: 3, outputPerMillion: 15, cachedInputPerMillion: expect.closeTo(0.3, 10) });
  });

  it.each([
    ["{", /not valid JSON/],
    ["[]", /JSON object/],
    ['{"m": {"inputPerMillion": 1}}', /"m" makes no sense/],
    ['{"m": {"inputPerMillion": -1, "outputPerMillion": 1}}', /"m" makes no sense/],
    ['{"m": {"inputPerMillion": 1, "outputPerMillion": 1, "cahced": 1}}', /cahced/],
  ])("%s is refused", (text, message) => {
    expect(() => parsePriceTable(text)).toThrow(expect.objectContaining({ code: "input", message: expect.stringMatching(message) }));
  });
});

it("reads a price file that begins with a byte-order mark", () => {
  expect(parsePriceTable('\uFEFF{"m":{"inputPerMillion":1,"outputPerMillion":2}}')).toEqual({
    m: { inputPerMillion: 1, outputPerMillion: 2 },
  });
});
