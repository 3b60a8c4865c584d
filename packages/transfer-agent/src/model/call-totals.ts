/** What the model calls of an instance add up to. A sum is null as soon as one call did not tell its share. */
export interface CallTotals {
  readonly calls: number;
  /** US dollars. */
  readonly cost: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

export const noCalls: CallTotals = { calls: 0, cost: 0, inputTokens: 0, outputTokens: 0 };

export function addTotals(a: CallTotals, b: CallTotals): CallTotals {
  const sum = (x: number | null, y: number | null): number | null => (x === null || y === null ? null : x + y);
  return {
    calls: a.calls + b.calls,
    cost: sum(a.cost, b.cost),
    inputTokens: sum(a.inputTokens, b.inputTokens),
    outputTokens: sum(a.outputTokens, b.outputTokens),
  };
}
