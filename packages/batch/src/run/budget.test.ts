import { BudgetExceededError } from "@swe/core";
import { expect, it } from "vitest";
import { createBudget } from "../index.ts";

it("is exceeded when the known costs reach the ceiling", () => {
  const budget = createBudget({ maxCost: 1 });
  budget.add({ totalTokens: 100 }, 0.6);
  budget.add(undefined, undefined);
  expect([budget.exceeded, budget.callsWithoutCost]).toEqual([false, 1]);
  budget.add({ inputTokens: 10, outputTokens: 5 }, 0.4);
  expect([budget.exceeded, budget.cost, budget.tokens]).toEqual([true, 1, 115]);
  expect(budget.signal.reason).toBeInstanceOf(BudgetExceededError);
  expect(String(budget.signal.reason)).toContain("$1.0000 of $1");
});

it("is exceeded when the tokens reach the ceiling", () => {
  const budget = createBudget({ maxTokens: 10 });
  budget.add({ totalTokens: 9 }, undefined);
  expect(budget.exceeded).toBe(false);
  budget.add({ totalTokens: 1 }, undefined);
  expect(String(budget.signal.reason)).toContain("10 of 10 tokens");
});

it("has no limit by default, and none left when the limit is 0", () => {
  const budget = createBudget();
  budget.add({ totalTokens: 1e12 }, 1e6);
  expect(budget.exceeded).toBe(false);
  expect(createBudget({ maxCost: 0 }).exceeded).toBe(true);
});
