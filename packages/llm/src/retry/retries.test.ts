import { createManualClock, type ManualClock } from "@swe/testing";
import { describe, expect, it } from "vitest";
import { composeModel } from "../compose-model.ts";
import type { ModelTransport } from "../transport/model-transport.ts";
import { TransientFailure } from "../transport/transient-failure.ts";
import { backoffDelay } from "./backoff-delay.ts";
import { retryPolicy, type RetrySettings } from "./retry-settings.ts";

const policy = retryPolicy({ baseDelayMs: 1_000, maxDelayMs: 10_000 });
const messages = [{ role: "user", content: "x" }] as const;

describe("backoffDelay", () => {
  it.each([
    { failures: 1, random: 0, retryAfterMs: undefined, delay: 500 },
    { failures: 1, random: 1, retryAfterMs: undefined, delay: 1_000 },
    { failures: 3, random: 1, retryAfterMs: undefined, delay: 4_000 },
    { failures: 30, random: 1, retryAfterMs: undefined, delay: 10_000 },
    { failures: 1, random: 0, retryAfterMs: 30_000, delay: 30_000 },
    { failures: 1, random: 1, retryAfterMs: 30_000, delay: 31_000 },
    // "At once" from a server that just failed is not taken at its word.
    { failures: 4, random: 0, retryAfterMs: 0, delay: 4_000 },
  ])("%o", ({ delay, ...input }) => {
    expect(backoffDelay({ ...input, policy })).toBe(delay);
  });
});

function alwaysFailing(
  clock: ManualClock,
  failure: () => TransientFailure,
  retry: RetrySettings,
): { tries: number[]; result: Promise<unknown> } {
  const tries: number[] = [];
  const transport: ModelTransport = {
    send() {
      tries.push(clock.monotonic());
      return Promise.reject(failure());
    },
  };
  const model = composeModel({ name: "m", lane: "x", transport: () => Promise.resolve(transport), clock, retry, random: () => 1 });
  const result = model.generate({ messages }).catch((error: unknown) => error);
  return { tries, result };
}

describe("retries", () => {
  it("wait longer each time and end after the last try", async () => {
    const clock = createManualClock();
    const failure = (): TransientFailure => new TransientFailure({ kind: "server_error", message: "boom", statusCode: 500 });
    const { tries, result } = alwaysFailing(clock, failure, { maxAttempts: 5, baseDelayMs: 1_000, maxDelayMs: 3_000 });
    await clock.advance(60_000);
    expect(tries).toEqual([0, 1_000, 3_000, 6_000, 9_000]);
    expect(await result).toMatchObject({
      code: "model_unavailable",
      attempts: 5,
      statusCode: 500,
      message: expect.stringContaining("boom"),
    });
  });

  it("end when the time for them is over", async () => {
    const clock = createManualClock();
    const failure = (): TransientFailure => new TransientFailure({ kind: "connection", message: "refused" });
    const { tries, result } = alwaysFailing(clock, failure, {
      maxAttempts: 1_000,
      maxElapsedMs: 20_000,
      baseDelayMs: 4_000,
      maxDelayMs: 4_000,
    });
    await clock.advance(60_000);
    expect(tries).toEqual([0, 4_000, 8_000, 12_000, 16_000, 20_000]);
    expect(await result).toMatchObject({ attempts: 6 });
  });

  it("do not wait for a provider that asks for more time than there is", async () => {
    const clock = createManualClock();
    const failure = (): TransientFailure =>
      new TransientFailure({ kind: "rate_limited", message: "429", statusCode: 429, retryAfterMs: 3_600_000 });
    const { tries, result } = alwaysFailing(clock, failure, { maxElapsedMs: 900_000 });
    expect(await result).toMatchObject({ code: "model_unavailable", message: expect.stringMatching(/asks to wait 360\d s/) });
    expect(tries).toEqual([0]);
  });

  it("end at once on abort, also between two tries, without a timer left", async () => {
    const clock = createManualClock();
    const transport: ModelTransport = { send: () => Promise.reject(new TransientFailure({ kind: "server_error", message: "boom" })) };
    const model = composeModel({ name: "m", lane: "x", transport: () => Promise.resolve(transport), clock });
    const controller = new AbortController();
    const result = model.generate({ messages, abortSignal: controller.signal, timeoutMs: 1_000_000 });
    await clock.advance(1);
    expect(clock.sleepers).toBeGreaterThan(0);
    const reason = new Error("stop");
    controller.abort(reason);
    await expect(result).rejects.toBe(reason);
    await clock.advance(0);
    expect(clock.sleepers).toBe(0);
  });
});
