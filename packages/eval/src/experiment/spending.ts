import { attemptKey, type AttemptRow } from "../record/attempt-row.ts";

/** What tries of an attempt used of which no result is left. */
export interface Spent {
  /** US dollars; null = no try told. */
  readonly cost: number | null;
  readonly tokens: number | null;
}

/** Remembers what each attempt has used so far, thrown-away tries and earlier starts of the experiment included. */
export interface Spending {
  /** Before the try that is made now; undefined when it is the first. */
  before(key: string): Spent | undefined;
  add(key: string, row: Pick<AttemptRow, "cost" | "tokens">): void;
}

export function createSpending(rows: readonly AttemptRow[]): Spending {
  const spent = new Map<string, Spent>(rows.map((row) => [attemptKey(row), totalSpent(row)]));
  return {
    before: (key) => spent.get(key),
    add: (key, { cost, tokens }) => {
      const before = spent.get(key);
      spent.set(key, { cost: plus(before?.cost ?? null, cost), tokens: plus(before?.tokens ?? null, tokens) });
    },
  };
}

/** What a row's attempt has used in all. */
export function totalSpent({ cost, tokens, spentBefore }: AttemptRow): Spent {
  return { cost: plus(spentBefore?.cost ?? null, cost), tokens: plus(spentBefore?.tokens ?? null, tokens) };
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b;
}
