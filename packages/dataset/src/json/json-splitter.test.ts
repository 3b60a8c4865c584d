import { InputError } from "@swe/core";
import { describe, expect, it } from "vitest";
import { parseDataset } from "../index.ts";
import { compactJson } from "./compact-json.ts";
import { createJsonSplitter } from "./json-splitter.ts";

function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const random = seededRandom(7);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

const strings = ["", "a", '"', "\\", "[{,]}:", "\n\t", "é中😀", "\u2028", "\\u0041", '\\"', "EOF"];

function randomValue(depth: number): unknown {
  const kind = depth > 3 ? pick(["text", "number", "word"]) : pick(["text", "number", "word", "list", "object"]);
  if (kind === "text") return pick(strings) + pick(strings);
  if (kind === "number") return pick([0, -1, 1.5, 1e21, 12]);
  if (kind === "word") return pick([true, false, null]);
  const children = Array.from({ length: Math.floor(random() * 4) }, () => randomValue(depth + 1));
  if (kind === "list") return children;
  return Object.fromEntries(children.map((child, index) => [pick(strings) + index, child]));
}

/** JSON text of the value with white space where it is allowed. */
function spaced(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]/g, (token) => pick(["", " ", "\r\n", "\t"]) + token + pick(["", " ", "\n"]));
}

function split(text: string, pieceSize: number): readonly string[] {
  const values: string[] = [];
  const splitter = createJsonSplitter({
    onValue: (value) => values.push(compactJson(value.text)),
    onFault: ({ message }) => {
      throw new Error(message);
    },
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceSize) splitter.push(bytes.subarray(at, at + pieceSize));
  splitter.end();
  return values;
}

function outcomeOf(text: string): string {
  try {
    const { entries, problems } = parseDataset(text, { lenient: true });
    for (const { json } of entries) JSON.parse(json);
    return `${entries.length} entries${problems.length > 0 ? " with problems" : ""}`;
  } catch (error) {
    return error instanceof InputError ? "refused" : String(error);
  }
}

describe("on random documents", () => {
  it("cuts lists and lines into the values they were made of", () => {
    for (let round = 0; round < 400; round++) {
      const values = Array.from({ length: Math.floor(random() * 5) }, () => ({ id: randomValue(1), more: randomValue(0) }));
      const texts = values.map((value) => JSON.stringify(value));
      const pieceSize = 1 + Math.floor(random() * 20);
      expect(split(spaced(JSON.stringify(values)), pieceSize)).toEqual(texts);
      expect(split(texts.join(pick(["\n", "\r\n", "\n\n"])), pieceSize)).toEqual(texts);
    }
  });

  it("answers damage with InputError or less entries, never with anything else", () => {
    const row = { instance_id: "a-1", dockerfile: "FROM x", eval_script: 'say "é"\\n' };
    const rows = ["a-1", "b-2", "c-3"].map((id) => JSON.stringify({ ...row, instance_id: id }));
    const outcomes = new Set<string>();
    for (const text of [`[${rows.join(",")}]`, rows.join("\n")]) {
      for (let at = 0; at < text.length; at++) {
        const damaged = text.slice(0, at) + pick(["", '"', "{", "]", "\\", "\n", ","]) + text.slice(at + 1);
        const outcome = outcomeOf(damaged);
        outcomes.add(outcome);
        expect(outcome).toMatch(/^(refused|[0-3] entries( with problems)?)$/);
      }
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(["refused", "2 entries with problems", "1 entries with problems"]));
  });
});
