import type { Usage } from "@swe/core";
import { createScriptedModel } from "@swe/testing";
import { expect, it } from "vitest";
import { withBudget } from "./with-budget.ts";

const messages = [{ role: "user", content: "x" }] as const;

it("tells once when answers have no cost, since a ceiling of cost does not see them", async () => {
  let told = 0;
  const inner = createScriptedModel([{ content: "a", cost: 0.1 }, { content: "b" }, { content: "c" }]);
  const model = withBudget(inner, { exceeded: false, add: () => undefined }, { onUnknownCost: () => (told += 1) });
  await model.generate({ messages });
  expect(told).toBe(0);
  await model.generate({ messages });
  await model.generate({ messages });
  expect(told).toBe(1);
});

it("books every answer and makes no call once the ceiling is reached", async () => {
  const booked: [Usage["totalTokens"], number | undefined][] = [];
  const budget = {
    get exceeded() {
      return booked.length >= 2;
    },
    add: (usage: Usage, cost: number | undefined) => void booked.push([usage.totalTokens, cost]),
  };
  const inner = createScriptedModel([{ content: "a", usage: { totalTokens: 5 }, cost: 0.1 }, { content: "b" }, { content: "c" }], {
    name: "openai/m",
  });
  const model = withBudget(inner, budget);
  expect(model.name).toBe("openai/m");
  // Two under way at once: both end, the third is not made.
  await Promise.all([model.generate({ messages }), model.generate({ messages })]);
  await expect(model.generate({ messages })).rejects.toMatchObject({ code: "budget_exceeded" });
  expect(booked).toEqual([
    [5, 0.1],
    [undefined, undefined],
  ]);
  expect(inner.calls).toHaveLength(2);
});

it("books replies that are thrown away, and passes them on", async () => {
  const costs: { readonly booked: (number | undefined)[]; readonly told: (number | undefined)[] } = { booked: [], told: [] };
  const inner = createScriptedModel([{ content: "a", cost: 0.1, discardedCosts: [0.5, 0.25] }]);
  const model = withBudget(inner, { exceeded: false, add: (_usage, cost) => void costs.booked.push(cost) });
  await model.generate({ messages, onDiscarded: ({ cost }) => costs.told.push(cost) });
  expect(costs).toEqual({ booked: [0.5, 0.25, 0.1], told: [0.5, 0.25] });
});
