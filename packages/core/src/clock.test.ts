import { expect, it } from "vitest";
import { systemClock } from "./index.ts";

it("stops sleeping with the signal's reason", async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(new Error("stop now"));
  await expect(sleeping).rejects.toThrow("stop now");
  await expect(systemClock.sleep(1, controller.signal)).rejects.toThrow("stop now");
});

it.each([2 ** 31, Number.MAX_SAFE_INTEGER, Infinity])("sleeps for %d ms, which is longer than a timer can run", async (ms) => {
  const controller = new AbortController();
  const long = systemClock.sleep(ms, controller.signal).then(() => "over at once");
  const first = await Promise.race([long, systemClock.sleep(20).then(() => "still asleep")]);
  expect(first).toBe("still asleep");
  controller.abort(new Error("stop now"));
  await expect(long).rejects.toThrow("stop now");
});
