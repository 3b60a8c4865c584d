/** Where a tag occurs in a text: found once, then looked up, so that hostile replies do not cost quadratic time. */
export interface TagPositions {
  /** First occurrence at or after `from`, or Infinity. */
  next(from: number): number;
  /** Last occurrence before `limit`, or -1. */
  before(limit: number): number;
}

export function findTagPositions(text: string, tag: string, accept: (at: number) => boolean = () => true): TagPositions {
  const found: number[] = [];
  for (let at = text.indexOf(tag); at !== -1; at = text.indexOf(tag, at + tag.length)) {
    if (accept(at)) found.push(at);
  }
  return {
    next: (from) => found[countBelow(found, from)] ?? Infinity,
    before: (limit) => found[countBelow(found, limit) - 1] ?? -1,
  };
}

/** How many of the ascending numbers are smaller than `limit`. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
