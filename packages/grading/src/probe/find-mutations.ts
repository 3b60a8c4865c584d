import { addedLines } from "./added-lines.ts";
import { blockOf, type TestBlock } from "./block-of.ts";
import { mutateLine } from "./mutate-line.ts";

/** A change of one line that the test patch adds. */
export interface Mutation {
  readonly path: string;
  /** Line of the file after the test patch, from 0. */
  readonly line: number;
  readonly text: string;
  /** The change can hardly be without effect, because it is what the assertion compares with. */
  readonly strong: boolean;
  /** So plain a comparison that the test around it cannot do without. */
  readonly certain: boolean;
  /** The test around it; undefined outside of tests, and where nothing tells. */
  readonly block: TestBlock | undefined;
}

const comment = /^\s*(?:#|\/\/|\/?\*|--\s|;;)/;
const header = /^\s*(?:import\b|from\b|(?:async\s+)?(?:def|function|func|class|fn)\b|(?:it|test|describe|suite|context)\s*[(.])/;

/**
 * Changes that make a test of the test patch ask for something else, the most promising first: an honest solution must fail then.
 * No language is parsed, so a change may be without effect; that has to be tried with the gold patch.
 */
export function findMutations(testPatch: string, files: ReadonlyMap<string, string>): Mutation[] {
  const ranked: { readonly rank: number; readonly mutation: Mutation }[] = [];
  for (const [path, numbers] of addedLines(testPatch)) {
    const lines = files.get(path)?.split("\n") ?? [];
    for (const number of numbers) {
      const line = lines[number] ?? "";
      if (comment.test(line) || header.test(line)) continue;
      const found = mutateLine(line, { path, next: lines[number + 1] ?? "" });
      if (found === undefined) continue;
      const { rank, text, strong, certain } = found;
      ranked.push({ rank, mutation: { path, line: number, text, strong, certain, block: blockOf(lines, number) } });
    }
  }
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ mutation }) => mutation);
}
