import { expect, it } from "vitest";
import { createSlots } from "./slots.ts";

it("lets no more than so many run at once, in order, and frees the slot of one that fails", async () => {
  const slots = createSlots(2);
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const task = (number: number) => async (): Promise<number> => {
    order.push(number);
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    if (number === 1) throw new Error("one");
    return number;
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((number) => slots(task(number))));
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
});
