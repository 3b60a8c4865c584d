import { systemClock } from "@swe/core";
import { createManualClock } from "@swe/testing";
import { expect, it } from "vitest";
import { coalesce } from "./coalesce.ts";

it("works once for many changes and has seen the last one after a flush", async () => {
  let value = 0;
  const seen: number[] = [];
  const writer = coalesce(async () => {
    await Promise.resolve();
    seen.push(value);
  }, createManualClock());
  for (value = 1; value < 100; value++) writer.touch();
  await writer.flush();
  expect(seen.at(-1)).toBe(100);
  expect(seen.length).toBeLessThan(5);
});

it("reports a failure on flush", async () => {
  const writer = coalesce(() => Promise.reject(new Error("disk full")), systemClock);
  writer.touch();
  await expect(writer.flush()).rejects.toThrow("disk full");
});

it("has nothing to do without a change", async () => {
  let runs = 0;
  const writer = coalesce(async () => void runs++, systemClock);
  await writer.flush();
  expect(runs).toBe(0);
});
