import type { FencedBlock, FencedSearch } from "./find-fenced-blocks.ts";

/** Other patterns may take quadratic time, so they are not tried on longer texts. */
const maxLength = 100_000;

/**
 * A search for the parts of a text that a regular expression with the flags `g` and `s` finds; its first group, where it has
 * one, is the command. Patterns of the usual form, `BEGIN(.*?)END`, take linear time.
 */
export function createPatternSearch(pattern: RegExp): (text: string) => FencedSearch {
  const [, open, wild, close] = /^((?:\\.|[^\\()|])+)\((?:\?<\w+>)?\.([*+])\?\)((?:\\.|[^\\()|])+)$/.exec(pattern.source) ?? [];
  if (open !== undefined && close !== undefined) {
    const ends = [new RegExp(open, pattern.flags), new RegExp(close, pattern.flags)] as const;
    return (text) => ({ blocks: findBetween(text, ...ends, wild === "+" ? 1 : 0), unclosed: false });
  }
  return (text) => ({ blocks: text.length > maxLength ? [] : findWhole(text, pattern), unclosed: false });
}

function findWhole(text: string, pattern: RegExp): readonly FencedBlock[] {
  return Array.from(text.matchAll(pattern), (match) => ({ text: match[1] ?? match[0], source: match[0] }));
}

function findBetween(text: string, open: RegExp, close: RegExp, minLength: number): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  for (let at = 0; ;) {
    open.lastIndex = at;
    const begin = open.exec(text);
    if (begin === null) return blocks;
    const from = begin.index + begin[0].length;
    close.lastIndex = from + minLength;
    const end = close.exec(text);
    // What does not end here does not end further on either.
    if (end === null) return blocks;
    const until = end.index + end[0].length;
    blocks.push({ text: text.slice(from, end.index), source: text.slice(begin.index, until) });
    at = Math.max(until, begin.index + 1);
  }
}
