import { BudgetExceededError, type Usage } from "@swe/core";

export interface BudgetOptions {
  /** US dollars. @default no limit */
  readonly maxCost?: number | undefined;
  /** Input and output tokens together. @default no limit */
  readonly maxTokens?: number | undefined;
}

/** Adds up what a run spends and says when to stop. Calls under way when a limit is reached still count, so it can be overshot. */
export interface Budget {
  /** US dollars of the calls whose cost is known. */
  readonly cost: number;
  /** Tokens of the calls whose usage is known. */
  readonly tokens: number;
  /** Calls that told no cost: while there are any, `cost` is a lower bound. */
  readonly callsWithoutCost: number;
  readonly exceeded: boolean;
  /** Aborted with `BudgetExceededError` when a limit is reached. */
  readonly signal: AbortSignal;
  add(usage: Partial<Pick<Usage, "totalTokens" | "inputTokens" | "outputTokens">> | undefined, cost: number | undefined): void;
}

export function createBudget({ maxCost, maxTokens }: BudgetOptions = {}): Budget {
  const controller = new AbortController();
  let cost = 0;
  let tokens = 0;
  let callsWithoutCost = 0;

  const check = (): void => {
    const spent = maxCost !== undefined && cost >= maxCost ? `$${cost.toFixed(4)} of $${maxCost}` : undefined;
    const used = maxTokens !== undefined && tokens >= maxTokens ? `${tokens} of ${maxTokens} tokens` : undefined;
    const what = spent ?? used;
    if (what === undefined || controller.signal.aborted) return;
    const remedy = "Raise the limit and start again to go on; finished work is kept.";
    controller.abort(new BudgetExceededError({ message: `The run has used ${what}.`, remedy }));
  };
  // A limit of 0 means that nothing may be spent, so it is reached from the start.
  check();
  return {
    get cost() {
      return cost;
    },
    get tokens() {
      return tokens;
    },
    get callsWithoutCost() {
      return callsWithoutCost;
    },
    get exceeded() {
      return controller.signal.aborted;
    },
    signal: controller.signal,
    add: (usage, callCost) => {
      tokens += usage?.totalTokens ?? (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0);
      if (callCost === undefined) callsWithoutCost++;
      else cost += callCost;
      check();
    },
  };
}
