import { type Clock, systemClock } from "@swe/core";
import { expect, it } from "vitest";
import { createEngineCaller } from "./engine-caller.ts";

const naps: number[] = [];
const clock: Clock = {
  ...systemClock,
  sleep: (ms) => {
    naps.push(ms);
    return Promise.resolve();
  },
};
const caller = createEngineCaller({ maxCalls: 2, timeoutMs: 5000, maxRetries: 3, clock });
const vendorError = (fields: object): Error => Object.assign(new Error("no"), fields);

it("never has more calls in flight than it may, first come first served", async () => {
  let inFlight = 0;
  let most = 0;
  const order: number[] = [];
  const calls = [1, 2, 3, 4, 5].map((number) =>
    caller("count", async () => {
      order.push(number);
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
    }),
  );
  await Promise.all(calls);
  expect(most).toBe(2);
  expect(order).toEqual([1, 2, 3, 4, 5]);
});

it.each([
  ["an engine that is not there", { code: "ECONNREFUSED" }, false, 4],
  ["a broken connection of a call that may be repeated", { code: "ECONNRESET" }, true, 4],
  ["a broken connection of a call that may have had its effect", { code: "ECONNRESET" }, false, 1],
  ["a refusal", { statusCode: 409 }, true, 1],
])("tries again after %s as often as is right", async (_name, fields, idempotent, tries) => {
  naps.length = 0;
  let sent = 0;
  const failing = caller("work", () => ((sent += 1), Promise.reject(vendorError(fields))), { idempotent });
  await expect(failing).rejects.toMatchObject({ code: "code" in fields ? "engine_unavailable" : "engine_error" });
  expect(sent).toBe(tries);
  expect(naps).toEqual([200, 400, 800].slice(0, tries - 1));
});

it.each([
  [
    { statusCode: 500, message: "write /x: no space left on device" },
    { code: "resource_exhausted", resource: "disk" },
  ],
  [
    { statusCode: 500, message: "fork/exec /usr/bin/runc: resource temporarily unavailable" },
    { code: "resource_exhausted", resource: "pids" },
  ],
  [
    { statusCode: 500, message: "runc: cannot allocate memory" },
    { code: "resource_exhausted", resource: "memory" },
  ],
  [
    { statusCode: 404, message: "no such container" },
    { code: "engine_error", statusCode: 404 },
  ],
  [{ code: "EACCES", message: "connect EACCES" }, { code: "engine_unavailable" }],
])("types the failure %j", async (fields, expected) => {
  const error = Object.assign(new Error(fields.message), fields);
  const impatient = createEngineCaller({ maxCalls: 1, timeoutMs: 5000, maxRetries: 0, clock });
  await expect(impatient("work", () => Promise.reject(error))).rejects.toMatchObject(expected);
});

it("rejects with the abort reason, queued or in flight", async () => {
  const controller = new AbortController();
  const one = createEngineCaller({ maxCalls: 1, timeoutMs: 5000, maxRetries: 3, clock });
  const blocked = one("block", () => new Promise<never>(() => undefined), { abortSignal: controller.signal });
  const queued = one("wait", () => Promise.resolve(1), { abortSignal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(blocked).rejects.toThrow("enough");
  await expect(queued).rejects.toThrow("enough");
});
