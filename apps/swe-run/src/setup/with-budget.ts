import type { Budget } from "@swe/batch";
import type { ChatModel } from "@swe/core";

/** Counts what a model's calls cost, and makes none once the run's ceiling is reached. */
export function withBudget(model: ChatModel, budget: Budget): ChatModel {
  return {
    name: model.name,
    async generate(options) {
      budget.signal.throwIfAborted();
      const result = await model.generate(options);
      budget.add(result.usage, result.cost);
      return result;
    },
  };
}
