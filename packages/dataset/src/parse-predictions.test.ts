import { InputError } from "@swe/core";
import { expect, it } from "vitest";
import { parsePredictions } from "./index.ts";

const summary = (text: string): unknown[] =>
  parsePredictions(text).map(({ instanceId, attempt, model, patch }) => [instanceId, attempt, model, Buffer.from(patch).toString()]);
const row = { instance_id: "a-1", model_name_or_path: "m", model_patch: "diff\r\n" };

it.each([
  ["JSON lines", JSON.stringify(row)],
  ["a list", JSON.stringify([row])],
  ["an object keyed by id", JSON.stringify({ "a-1": { model_name_or_path: "m", model_patch: "diff\r\n" } }, null, 2)],
  ["an object keyed by id on one line", JSON.stringify({ "a-1": row })],
])("reads %s", (_name, text) => {
  expect(summary(text)).toEqual([["a-1", 0, "m", "diff\r\n"]]);
});

it.each([
  [{ instance_id: "a-1", patch: "p" }, ["a-1", 0, undefined, "p"]],
  [{ instance_id: "a-1", model_patch: null }, ["a-1", 0, undefined, ""]],
  [{ org: "o", repo: "r", number: "7", fix_patch: "p" }, ["o__r-7", 0, undefined, "p"]],
  [{ instance_id: "a-1", test_result: { git_patch: "p" } }, ["a-1", 0, undefined, "p"]],
  [{ ds: { instance_id: "a-1" }, attempt: 2, model: "m", output_patch: "p" }, ["a-1", 2, "m", "p"]],
  [{ instance_id: "a-1", output_patch: "?", output_patch_base64: "/wA=" }, ["a-1", 0, undefined, Buffer.from([255, 0]).toString()]],
])("reads %j", (prediction, expected) => {
  expect(summary(JSON.stringify([prediction]))).toEqual([expected]);
});

it.each([
  ["", "no predictions"],
  ["[1]", "line 1: a row must be a JSON object"],
  ['{"instance_id": "a-1", "patch": "p"}\n{broken', "line 2: a row must be a JSON object"],
  ['[{"model_patch": "p"}]', '"instance_id" is missing'],
  ['[{"instance_id": "a-1"}]', 'the patch of "a-1" is missing'],
  [
    '{"instance_id": "a-1", "patch": "p"}\n\n{"instance_id": "a-1", "patch": "p"}',
    'line 3: there is a second prediction of the same model for "a-1"',
  ],
])("refuses %j", (text, message) => {
  expect(() => parsePredictions(text)).toThrow(InputError);
  expect(() => parsePredictions(text)).toThrow(message);
});

it("tells several rows for one instance apart by their model", () => {
  const row = (model: string): string => JSON.stringify({ instance_id: "a-1", model_name_or_path: model, model_patch: `by ${model}` });
  expect(parsePredictions(`${row("x")}\n${row("y")}`).map(({ model }) => model)).toEqual(["x", "y"]);
  expect(() => parsePredictions(`${row("x")}\n${row("x")}`)).toThrow('line 2: there is a second prediction of x for "a-1"');
});
