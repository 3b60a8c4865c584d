import type { FencedBlock, FencedSearch } from "./find-fenced-blocks.ts";

/** The parts of a text that a regular expression with the flags `g` and `s` finds; its first group, where it has one, is the command. */
export function findPatternBlocks(text: string, pattern: RegExp): FencedSearch {
  const blocks = Array.from(text.matchAll(pattern), (match): FencedBlock => ({ text: match[1] ?? match[0], source: match[0] }));
  return { blocks, unclosed: false };
}
