/** Keeps the first and last `keep` of `items` and puts `marker(elided)` between them, if more than twice as many are there. */
export function clipMiddle<T>(items: readonly T[], keep: number, marker: (elided: number) => T): T[] {
  if (items.length <= keep * 2) return [...items];
  return [...items.slice(0, keep), marker(items.length - keep * 2), ...items.slice(items.length - keep)];
}
