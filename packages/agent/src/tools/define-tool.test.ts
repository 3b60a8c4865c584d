import { createMemorySandbox } from "@swe/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { callTool } from "../../test/call-tool.ts";
import { defineTool } from "./define-tool.ts";
import { describeSignature } from "./describe-signature.ts";

const echo = defineTool({
  name: "echo",
  description: "Says what it was given.",
  parameters: z.object({
    text: z.string().describe("A text."),
    count: z.int().optional(),
    ratio: z.number().optional(),
    flag: z.boolean().optional(),
    range: z.array(z.int()).optional(),
    items: z.array(z.object({ id: z.string() })).optional(),
    mode: z.enum(["a", "b"]).default("a"),
  }),
  aliases: { words: "text" },
  run: async (args) => ({ text: JSON.stringify(args) }),
});
const call = async (args: Readonly<Record<string, unknown>>): Promise<unknown> => {
  const { text } = await callTool(echo, args, createMemorySandbox());
  return text.startsWith("{") ? (JSON.parse(text) as unknown) : text;
};

describe("defineTool", () => {
  test("reads the right thing in the wrong type, as the tag format writes it", async () => {
    const args = { text: "x", count: " 12 ", ratio: "1.5", flag: "True", range: "[1, 2]", items: '[{"id": "i"}]' };
    expect(await call(args)).toEqual({ text: "x", count: 12, ratio: 1.5, flag: true, range: [1, 2], items: [{ id: "i" }], mode: "a" });
    expect(await call({ text: 5, range: "11 12" })).toEqual({ text: "5", range: [11, 12], mode: "a" });
  });

  test("takes null for absent, and other names of a parameter", async () => {
    expect(await call({ words: "x", count: null })).toEqual({ text: "x", mode: "a" });
    expect(await call({ words: "other", text: "own" })).toEqual({ text: "own", mode: "a" });
  });

  test("names parameters that it does not have, and goes on", async () => {
    expect(await call({ text: "x", colour: "red" })).toBe('NOTE: echo has no parameter "colour"; ignored.\n{"text":"x","mode":"a"}');
  });

  test.each([
    [{}, 'the parameter "text" is missing'],
    [{ text: ["x"] }, 'the parameter "text"'],
    [{ text: "x", count: 1.5 }, 'the parameter "count"'],
    [{ text: "x", count: "many" }, 'the parameter "count"'],
    [{ text: "x", mode: "c" }, 'the parameter "mode"'],
    [{ text: "x", items: [{}] }, 'the parameter "items.0.id"'],
  ])("says what is wrong with %j", async (args, problem) => {
    expect(await call(args)).toContain(problem);
  });

  test("sends a schema without the traces of its making", () => {
    expect(echo.parameters).toEqual({
      type: "object",
      properties: {
        text: { type: "string", description: "A text." },
        count: { type: "integer" },
        ratio: { type: "number" },
        flag: { type: "boolean" },
        range: { type: "array", items: { type: "integer" } },
        items: { type: "array", items: { type: "object", properties: { id: { type: "string" } }, required: ["id"] } },
        mode: { default: "a", type: "string", enum: ["a", "b"] },
      },
      required: ["text"],
    });
    expect(describeSignature(echo)).toBe(
      'echo(text: string, [count: integer], [ratio: number], [flag: boolean], [range: array], [items: array], [mode: "a"|"b"])',
    );
  });

  test("never throws, whatever the arguments", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.constantFrom("text", "count", "range", "items", "flag", "__proto__"), fc.string()), fc.anything()),
        (args) => {
          expect(echo.prepare(args)).toHaveProperty("ok");
        },
      ),
    );
  });
});
