import { createManualClock } from "@swe/testing";
import { expect, it } from "vitest";
import { coalesce } from "./coalesce.ts";

it("does what is asked for meanwhile once more, one at a time", async () => {
  let running = 0;
  let done = 0;
  const { request, flush } = coalesce({
    clock: createManualClock(),
    work: async () => {
      expect(++running).toBe(1);
      await Promise.resolve();
      running--;
      done++;
    },
  });
  for (let asked = 0; asked < 10; asked++) request();
  await flush();
  expect(done).toBe(2);
});

it("rests in proportion to the work, unless it is to hurry", async () => {
  const clock = createManualClock();
  let done = 0;
  const { request, flush } = coalesce({
    clock,
    restFactor: 19,
    work: async () => {
      await clock.sleep(100);
      done++;
    },
  });
  request();
  await clock.advance(100);
  request();
  await clock.advance(1800);
  expect(done).toBe(1);
  await clock.advance(200);
  expect(done).toBe(2);
  request();
  const flushed = flush();
  await clock.advance(100);
  await flushed;
  expect(done).toBe(3);
});

it("tries again when flushed, and says what failed", async () => {
  let isBroken = true;
  const { request, flush } = coalesce({
    clock: createManualClock(),
    work: () => (isBroken ? Promise.reject(new Error("disk full")) : Promise.resolve()),
  });
  request();
  await expect(flush()).rejects.toThrow("disk full");
  isBroken = false;
  await flush();
});
