import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readArguments } from "./read-arguments.ts";

describe("readArguments", () => {
  test("keeps the text of a JSON object as the model wrote it", () => {
    const raw = '{ "a":1 , "b":"x" }';
    expect(readArguments(raw, false)).toEqual({ args: { a: 1, b: "x" }, text: raw });
  });

  test("reads JSON that was encoded twice, and an empty text", () => {
    expect(readArguments(JSON.stringify('{"a":1}'), false)).toEqual({ args: { a: 1 }, text: '{"a":1}' });
    expect(readArguments("  ", false)).toEqual({ args: {}, text: "{}" });
  });

  test.each([
    ['{"a": 1', "not valid JSON"],
    ["[1]", "not a JSON object"],
    ["null", "not a JSON object"],
    ['"text"', "a JSON text"],
    ["7", "not a JSON object"],
  ])("says what is wrong with %s and stores an empty object", (raw, problem) => {
    expect(readArguments(raw, false)).toMatchObject({ args: {}, text: "{}", problem: expect.stringContaining(problem) as string });
  });

  test("says when the reply was cut off", () => {
    expect(readArguments('{"a": "long', true).problem).toContain("cut off");
  });

  test("always yields arguments and a text that is a JSON object", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => JSON.stringify(json)),
          fc.json().map((json) => json.slice(0, -1)),
        ),
        (raw) => {
          const read = readArguments(raw, false);
          const stored = JSON.parse(read.text) as unknown;
          expect(typeof stored === "object" && stored !== null && !Array.isArray(stored)).toBe(true);
          expect(Array.isArray(read.args)).toBe(false);
        },
      ),
    );
  });

  test("refuses what is nested so deeply that it could not be written down again", () => {
    const nested = (levels: number): string => `{"a":${"[".repeat(levels)}1${"]".repeat(levels)}}`;
    expect(readArguments(nested(50), false).problem).toBeUndefined();
    expect(readArguments(nested(6000), false)).toMatchObject({ args: {}, text: "{}" });
    expect(readArguments(nested(6000), false).problem).toContain("nested too deeply");
  });
});
