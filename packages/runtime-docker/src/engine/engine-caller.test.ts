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
const ping = (): Promise<unknown> => Promise.resolve();
const settings = { maxCalls: 2, timeoutMs: 5000, maxRetries: 3, clock, ping };
const caller = createEngineCaller(settings);
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
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
      await nextTurn();
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
  [
    { statusCode: 503, message: "no healthy upstream" },
    { code: "engine_unavailable", isRetryable: true },
  ],
  [{ code: "EACCES", message: "connect EACCES" }, { code: "engine_unavailable" }],
])("types the failure %j", async (fields, expected) => {
  const error = Object.assign(new Error(fields.message), fields);
  const impatient = createEngineCaller({ ...settings, maxRetries: 0 });
  await expect(impatient("work", () => Promise.reject(error))).rejects.toMatchObject(expected);
});

it("rejects with the abort reason, queued or in flight", async () => {
  const controller = new AbortController();
  const one = createEngineCaller({ ...settings, maxCalls: 1 });
  const blocked = one("block", () => never(), { abortSignal: controller.signal });
  const queued = one("wait", () => Promise.resolve(1), { abortSignal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(blocked).rejects.toThrow("enough");
  await expect(queued).rejects.toThrow("enough");
});

it("ends work without a time limit when the engine does not answer a question either", async () => {
  const hung = createEngineCaller({ ...settings, ping: never });
  await expect(hung("build", never, { unlimited: true })).rejects.toMatchObject({
    code: "engine_unavailable",
    message: expect.stringContaining("did not answer") as string,
  });
});

it("lets work without a time limit go on while the engine answers, or is away for a moment", async () => {
  let asked = 0;
  let finish = (): void => undefined;
  const answers = createEngineCaller({
    ...settings,
    clock: { ...clock, sleep: nextTurn },
    ping: () => {
      asked += 1;
      if (asked === 20) finish();
      return asked % 2 === 0 ? Promise.resolve() : Promise.reject(new Error("away"));
    },
  });
  const work = (): Promise<string> => new Promise((resolve) => (finish = () => resolve("built")));
  expect(await answers("build", work, { unlimited: true })).toBe("built");
});

it("waits once more for an engine that hangs, and no longer at all when it keeps hanging", async () => {
  const hung = createEngineCaller({ ...settings, timeoutMs: 5 });
  let sent = 0;
  const ask = (): Promise<number> => ((sent += 1), never<number>());
  const counts: number[] = [];
  for (let call = 0; call < 5; call += 1) {
    await expect(hung("ask", ask, { idempotent: true })).rejects.toMatchObject({ code: "engine_unavailable" });
    counts.push(sent);
  }
  expect(counts).toEqual([2, 4, 6, 7, 8]);
  expect(await hung("ask", () => Promise.resolve("back"), { idempotent: true })).toBe("back");
});

it("ends a request that was refused", async () => {
  const signals: AbortSignal[] = [];
  const refused = caller("open", (signal) => (signals.push(signal), Promise.reject(vendorError({ statusCode: 409 }))));
  await expect(refused).rejects.toMatchObject({ statusCode: 409 });
  await caller("open", (signal) => (signals.push(signal), Promise.resolve()));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

it("closes a stream that comes when nobody waits for it any more", async () => {
  const controller = new AbortController();
  let arrive = (_stream: { destroy: () => void }): void => undefined;
  const opening = caller("open", () => new Promise<{ destroy: () => void }>((resolve) => (arrive = resolve)), {
    abortSignal: controller.signal,
  });
  await nextTurn();
  controller.abort(new Error("enough"));
  await expect(opening).rejects.toThrow("enough");
  let closed = 0;
  arrive({ destroy: () => (closed += 1) });
  await nextTurn();
  expect(closed).toBe(1);
});
