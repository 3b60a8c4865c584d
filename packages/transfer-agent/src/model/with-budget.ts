import type { Budget } from "@swe/batch";
import type { ChatModel, DiscardedReply } from "@swe/core";

/** The model with every call put on the budget. A call after the ceiling rejects with `BudgetExceededError`. */
export function withBudget(model: ChatModel, budget: Budget): ChatModel {
  return {
    name: model.name,
    generate: async (options) => {
      budget.signal.throwIfAborted();
      const onDiscarded = (reply: DiscardedReply): void => {
        budget.add(reply.usage, reply.cost);
        options.onDiscarded?.(reply);
      };
      const result = await model.generate({ ...options, onDiscarded });
      budget.add(result.usage, result.cost);
      return result;
    },
  };
}
