/** The number before a word of a summary line, 0 when the word is not there. */
export function countOf(text: string, word: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
}
