import { createManualClock } from "@swe/testing";
import { expect, test } from "vitest";
import { runBounded, UnresponsiveWork } from "./run-bounded.ts";

const never = (): Promise<never> => new Promise(() => undefined);
const untilTold = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve("what there was"), { once: true }));
const open = new AbortController().signal;

test("yields what the work yields, and leaves no timer behind", async () => {
  const clock = createManualClock();
  expect(await runBounded(async () => 1, { clock, timeoutMs: 10, graceMs: 10, abortSignal: open })).toBe(1);
  expect(clock.sleepers).toBe(0);
});

test("tells the work when its time is up, and keeps what it returns then", async () => {
  const clock = createManualClock();
  const result = runBounded(untilTold, { clock, timeoutMs: 10, graceMs: 10, abortSignal: open });
  await clock.advance(10);
  expect(await result).toBe("what there was");
});

test("gives up on work that does not listen", async () => {
  const clock = createManualClock();
  const result = runBounded(never, { clock, timeoutMs: 10, graceMs: 10, abortSignal: open }).catch((error: unknown) => error);
  await clock.advance(20);
  expect(await result).toBeInstanceOf(UnresponsiveWork);
});

test("passes the caller's abort on, before as well as during the work", async () => {
  const clock = createManualClock();
  const caller = new AbortController();
  const result = runBounded(untilTold, { clock, timeoutMs: 10, graceMs: 10, abortSignal: caller.signal });
  caller.abort();
  expect(await result).toBe("what there was");
  const late = runBounded(never, { clock, timeoutMs: Infinity, graceMs: 5, abortSignal: caller.signal }).catch((error: unknown) => error);
  await clock.advance(5);
  expect(await late).toBeInstanceOf(UnresponsiveWork);
});
