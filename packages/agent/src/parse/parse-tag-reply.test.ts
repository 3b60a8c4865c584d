import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelReply } from "../contracts/reply.ts";
import { formatTagCall } from "./format-tag-call.ts";
import { parseTagReply } from "./parse-tag-reply.ts";

function reply(content: string, more: Partial<ModelReply> = {}): ModelReply {
  return { content, reasoning: undefined, finishReason: "stop", ...more };
}

const view = "<function=file_editor>\n<parameter=command>view</parameter>\n<parameter=path>/testbed/a.py</parameter>\n</function>";
const viewCall = { tool: "file_editor", args: { command: "view", path: "/testbed/a.py" } };

describe("parseTagReply", () => {
  test("is not misled by the end of a thinking block inside a value", () => {
    const create = "<function=edit>\n<parameter=text>a </think> b</parameter>\n</function>";
    expect(parseTagReply(reply(`Go.\n${create}\n<function=finish>\n</function>`))).toMatchObject({
      thought: "Go.",
      call: { tool: "edit", args: { text: "a </think> b" } },
    });
    const unclosed = "I might <function=edit><parameter=text>x</think>Now.\n<function=run>\n<parameter=c>d</parameter>\n</function>";
    expect(parseTagReply(reply(unclosed)).call).toEqual({ tool: "run", args: { c: "d" } });
  });

  test("takes the first block as the call and what is before it as the thought", () => {
    const parsed = parseTagReply(reply(`I look at it.\n\n${view}\nand then\n<function=finish></function>`));
    expect(parsed.call).toEqual(viewCall);
    expect(parsed.thought).toBe("I look at it.");
    expect(parsed.content).toBe(`I look at it.\n\n${formatTagCall(viewCall)}`);
  });

  test("trims values, which may span lines", () => {
    const parsed = parseTagReply(reply("<function=execute_bash><parameter=command>\n  ls\n  pwd \n</parameter></function>"));
    expect(parsed.call?.args).toEqual({ command: "ls\n  pwd" });
  });

  test("keeps thinking in the thought, and prefers a call behind it to one inside it", () => {
    const parsed = parseTagReply(reply(`<think>maybe <function=finish></function></think>\nNow:\n${view}`));
    expect(parsed.call).toEqual(viewCall);
    expect(parsed.thought).toContain("<think>maybe");
    expect(parseTagReply(reply(`<think>let me\n${view}\n</think>`)).call).toEqual(viewCall);
    expect(parseTagReply(reply(`<think>never closed\n${view}`)).call).toEqual(viewCall);
    expect(parseTagReply(reply(`swallowed opening</think>${view}`)).call).toEqual(viewCall);
  });

  test("finds the call in the reasoning field when the reply itself is empty", () => {
    expect(parseTagReply(reply(" \n", { reasoning: view })).call).toEqual(viewCall);
    expect(parseTagReply(reply("no call", { reasoning: view })).call).toBeUndefined();
  });

  test("lets values speak of tags", () => {
    const text = "if x: print('</parameter> and </function>')\n<init-param><parameter>a</parameter></init-param>\nend";
    const parsed = parseTagReply(
      reply(`<function=create><parameter=file_text>${text}</parameter><parameter=path>/a</parameter></function>`),
    );
    expect(parsed.call?.args).toEqual({ file_text: text, path: "/a" });
  });

  test("reads parameters with stray words between them", () => {
    const parsed = parseTagReply(reply("<function=f><parameter=a>1</parameter> and <parameter=b>2</parameter>.</function>"));
    expect(parsed.call?.args).toEqual({ a: "1", b: "2" });
  });

  test("accepts quoted names, no parameters, and a missing end at the very end", () => {
    expect(parseTagReply(reply('<function="submit"></function>')).call).toEqual({ tool: "submit", args: {} });
    expect(parseTagReply(reply("<function=f>\n<parameter=a>1</parameter>\n")).call).toEqual({ tool: "f", args: { a: "1" } });
  });

  test("runs nothing of a reply that was cut off", () => {
    const parsed = parseTagReply(reply("<function=f>\n<parameter=a>1</parameter>\n", { finishReason: "length" }));
    expect(parsed.problem).toEqual({ kind: "unclosed_call", found: [], cut: true });
  });

  test("skips a block that another one begins in", () => {
    expect(parseTagReply(reply(`<function=broken>\n${view}`)).call).toEqual(viewCall);
  });

  test("says what is wrong with a reply without a call", () => {
    expect(parseTagReply(reply("just words")).problem?.kind).toBe("no_call");
    expect(parseTagReply(reply("  ")).problem?.kind).toBe("empty_reply");
    expect(parseTagReply(reply("<function=f><parameter=a>1")).problem?.kind).toBe("unclosed_call");
    expect(parseTagReply(reply("just words")).content).toBe("just words");
  });

  test("is its own inverse: what it stores reads back as the same turn", () => {
    const word = fc.stringMatching(/^[a-z_]{1,12}$/);
    const value = fc.string({ unit: "binary" }).map((text) => text.replaceAll("<", "(").trim());
    fc.assert(
      fc.property(
        word,
        fc.dictionary(word, value, { maxKeys: 4 }),
        fc.string().map((text) => text.replaceAll("<", "(")),
        (tool, args, thought) => {
          const parsed = parseTagReply(reply(`${thought}\n${formatTagCall({ tool, args })}`));
          expect(parsed.call).toEqual({ tool, args: { ...args } });
          expect(parseTagReply(reply(parsed.content))).toEqual(parsed);
        },
      ),
    );
  });

  test("never throws on scraps of the format in any order", () => {
    const scraps = [
      "<function=f>",
      "</function>",
      "<parameter=a>",
      "</parameter>",
      "<think>",
      "</think>",
      "<function=",
      ">",
      "text",
      "\n",
      "<parameter=",
      "</param",
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...scraps), fc.string()), { maxLength: 40 }),
        fc.constantFrom("stop", "length", "other"),
        (parts, finishReason) => {
          const parsed = parseTagReply(reply(parts.join(""), { finishReason: finishReason as "stop" }));
          expect((parsed.call === undefined) !== (parsed.problem === undefined)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["openings", "<function=f><parameter=a>".repeat(40_000)],
    ["blocks without an end", "<function=f><parameter=a>x</parameter>".repeat(40_000) + " tail"],
    ["endings", "</parameter>".repeat(80_000)],
    ["one long value", `<function=f><parameter=a>${"x".repeat(5_000_000)}</parameter></function>`],
  ])("copes with a huge reply of %s", (_name, content) => {
    expect(() => parseTagReply(reply(content))).not.toThrow();
  });
});
