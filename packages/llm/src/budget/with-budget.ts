import { BudgetExceededError, type ChatModel, type DiscardedReply, type Usage } from "@swe/core";

/** A ceiling of cost or tokens for a whole run, as far as a model needs to know it. */
export interface BudgetLike {
  readonly exceeded: boolean;
  add(usage: Usage, cost: number | undefined): void;
}

export interface BudgetHooks {
  /** Called once, at the first answer whose cost nobody tells: a ceiling of cost does not see such calls. */
  readonly onUnknownCost?: (() => void) | undefined;
}

/**
 * The same model under a ceiling: every answer is booked, and once the ceiling is reached no further call is made. Calls in
 * flight at that moment are let finish, so the ceiling may be passed by what they cost.
 */
export function withBudget(model: ChatModel, budget: BudgetLike, { onUnknownCost }: BudgetHooks = {}): ChatModel {
  let isTold = false;
  return {
    name: model.name,
    async generate(options) {
      options.abortSignal?.throwIfAborted();
      if (budget.exceeded) {
        throw new BudgetExceededError({
          message: "The run's ceiling of cost or tokens is reached; no further model call is made.",
          remedy: "Raise the ceiling and resume the run.",
        });
      }
      const onDiscarded = (reply: DiscardedReply): void => {
        budget.add(reply.usage, reply.cost);
        options.onDiscarded?.(reply);
      };
      const result = await model.generate({ ...options, onDiscarded });
      budget.add(result.usage, result.cost);
      if (result.cost === undefined && !isTold) {
        isTold = true;
        onUnknownCost?.();
      }
      return result;
    },
  };
}
