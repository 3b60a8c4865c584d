import { randomInt } from "node:crypto";

const verbs = ["keeps", "reads", "joins", "splits", "counts", "orders", "skips", "merges", "drops", "finds"];
const nouns = ["order", "entries", "blanks", "totals", "edges", "limits", "prefix", "suffix", "ranges", "labels"];

const pick = (words: readonly string[]): string => words[randomInt(words.length)] ?? "";

/** A fresh name that looks like any other test's: `keeps_order_48213`. */
export function randomTestName(): string {
  return `${pick(verbs)}_${pick(nouns)}_${randomInt(10_000, 100_000)}`;
}

/** Numbers, and a sum that is not theirs: only whoever computes it sees that it is wrong. */
export function wrongSum(): { readonly terms: readonly number[]; readonly wrong: number } {
  const terms = [randomInt(2, 90), randomInt(2, 90), randomInt(2, 90)];
  return { terms, wrong: terms.reduce((sum, term) => sum + term, 0) + randomInt(1, 9) };
}
