import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPatternSearch } from "./find-pattern-blocks.ts";

const scraps = fc.constantFrom("<run>", "</run>", "<run", "[a]", "[/a]", "|", "ls", "\n", " ");
const texts = fc.array(fc.oneof(scraps, fc.string({ maxLength: 3 })), { maxLength: 20 }).map((parts) => parts.join(""));

describe("createPatternSearch", () => {
  test.each([/<run>(.*?)<\/run>/gs, /<run>(?<command>.+?)<\/run>/gs, /\[a\]\s*(.*?)\s*\[\/a\]/gs, /<(?:run)>(.*?)<\/run>/gs, /\|.*?\|/gs])(
    "finds what the expression %s finds",
    (pattern) => {
      const search = createPatternSearch(pattern);
      fc.assert(
        fc.property(texts, (text) => {
          const expected = Array.from(text.matchAll(pattern), (match) => ({ text: match[1] ?? match[0], source: match[0] }));
          // The white space around a command is trimmed later, so it does not matter to which side it belongs.
          const trim = (blocks: readonly { text: string; source: string }[]): unknown =>
            blocks.map((block) => ({ text: block.text.trim(), source: block.source.trim() }));
          expect(trim(search(text).blocks)).toEqual(trim(expected));
        }),
        { numRuns: 500 },
      );
    },
  );

  test("takes no longer than the text is long, closed or not", () => {
    const search = createPatternSearch(/<run>(.*?)<\/run>/gs);
    expect(search("<run>".repeat(500_000)).blocks).toEqual([]);
    expect(search("<run></run>".repeat(200_000)).blocks).toHaveLength(200_000);
    expect(createPatternSearch(/<(?:run)>(.*?)<\/run>/gs)("<run>".repeat(500_000)).blocks).toEqual([]);
  });
});
