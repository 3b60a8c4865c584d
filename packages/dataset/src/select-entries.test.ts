import { InputError } from "@swe/core";
import { expect, it } from "vitest";
import { parseDataset, selectEntries, type SelectEntriesOptions } from "./index.ts";

const { entries } = parseDataset(
  JSON.stringify(["a", "b", "c", "d"].map((id) => ({ instance_id: id, dockerfile: "FROM x", eval_script: "true" }))),
);
const select = (options?: SelectEntriesOptions): string => {
  const selection = selectEntries(entries, options);
  return [...selection.entries.map(({ instance }) => instance.instanceId), ...selection.warnings.map(() => "!")].join("");
};

it.each<[string, SelectEntriesOptions | undefined]>([
  ["abcd", undefined],
  ["a", { k: 1 }],
  ["bc", { startIdx: 1, k: 2 }],
  ["", { k: 0 }],
  ["cd!", { startIdx: 2, k: 3 }],
  ["!", { startIdx: 4, k: 1 }],
  ["bd", { only: ["d", "b"] }],
  ["b", { only: ["d", "b"], limit: 1 }],
  ["abc", { limit: 3 }],
])("selects %j with %j", (expected, options) => {
  expect(select(options)).toBe(expected);
});

it.each<[SelectEntriesOptions, string]>([
  [{ only: ["b", "nope"] }, 'No entry has the id "nope"'],
  [{ startIdx: -1 }, "startIdx must be a whole number"],
  [{ k: 1.5 }, "k must be a whole number"],
  [{ limit: Number.NaN }, "limit must be a whole number"],
])("refuses %j", (options, message) => {
  expect(() => select(options)).toThrow(InputError);
  expect(() => select(options)).toThrow(message);
});
