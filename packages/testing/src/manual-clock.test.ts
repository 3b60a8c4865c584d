import { expect, it } from "vitest";
import { createManualClock } from "./manual-clock.ts";

it("wakes sleepers in the order of their time, those too that sleep again meanwhile", async () => {
  const clock = createManualClock();
  const woken: string[] = [];
  const tick = async (): Promise<void> => {
    for (const round of [1, 2]) {
      await clock.sleep(10);
      woken.push(`tick ${round} at ${clock.monotonic()}`);
    }
  };
  void clock.sleep(15).then(() => woken.push(`once at ${clock.monotonic()}`));
  void tick();
  await clock.advance(9);
  expect(woken).toEqual([]);
  await clock.advance(91);
  expect(woken).toEqual(["tick 1 at 10", "once at 15", "tick 2 at 20"]);
  expect(clock.monotonic()).toBe(100);
});

it("jumps the time of day without waking anybody", async () => {
  const clock = createManualClock(1000);
  void clock.sleep(10);
  clock.jump(-500);
  expect([clock.now(), clock.monotonic(), clock.sleepers]).toEqual([500, 0, 1]);
});

it("stops sleeping with the signal's reason", async () => {
  const clock = createManualClock();
  const controller = new AbortController();
  const sleeping = clock.sleep(10, controller.signal);
  controller.abort(new Error("stop"));
  await expect(sleeping).rejects.toThrow("stop");
  await expect(clock.sleep(10, controller.signal)).rejects.toThrow("stop");
  expect(clock.sleepers).toBe(0);
});
