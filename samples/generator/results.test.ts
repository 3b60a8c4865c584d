import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { makeRows } from "./make-rows.ts";

test("results.json is what the generator makes (node samples/generator/write-results.ts)", () => {
  const committed: unknown = JSON.parse(readFileSync(new URL("../results.json", import.meta.url), "utf8"));
  expect(makeRows()).toEqual(committed);
});
