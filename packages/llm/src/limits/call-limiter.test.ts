import { createManualClock } from "@swe/testing";
import { describe, expect, it } from "vitest";
import type { ModelTransport, TransportReply } from "../transport/model-transport.ts";
import { composeModel } from "../compose-model.ts";
import { TransientFailure } from "../transport/transient-failure.ts";
import { unknownUsage } from "../usage/unknown-usage.ts";
import { CallLimiter, type Permit } from "./call-limiter.ts";
import { createLimiterPool } from "./limiter-pool.ts";

const messages = [{ role: "user", content: "x" }] as const;

function reply(tokens: number): TransportReply {
  const message = { role: "assistant", content: "ok" } as const;
  const usage = { ...unknownUsage, inputTokens: tokens, outputTokens: 0, totalTokens: tokens, source: "provider" } as const;
  return { message, toolCalls: [], finishReason: { unified: "stop", raw: "stop" }, usage, cost: undefined, model: "m", raw: null };
}

/** The largest sum of amounts whose times lie within a closed window of `windowMs`, wherever it is put. */
function busiestWindow(events: readonly { readonly time: number; readonly amount: number }[], windowMs = 60_000): number {
  const within = (start: number): number =>
    events.filter(({ time }) => time >= start && time <= start + windowMs).reduce((sum, { amount }) => sum + amount, 0);
  return Math.max(0, ...events.map(({ time }) => within(time)));
}

/** Deterministic numbers from 0 to 1. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe("64 attempts sharing one model", () => {
  it("never send more than 600 requests in any minute, and use up what they may", async () => {
    const clock = createManualClock();
    const random = seededRandom(7);
    const sent: { time: number; amount: number }[] = [];
    const transport: ModelTransport = {
      async send() {
        sent.push({ time: clock.monotonic(), amount: 1 });
        await clock.sleep(1 + Math.floor(random() * 4_000));
        // Failed tries count as requests, too.
        if (random() < 0.05) throw new TransientFailure({ kind: "server_error", message: "500" });
        return reply(10);
      },
    };
    const limits = { requestsPerMinute: 600 };
    const model = composeModel({
      name: "m",
      lane: "x",
      transport: () => Promise.resolve(transport),
      clock,
      limits,
      random,
      retry: { maxAttempts: 50 },
    });
    let done = 0;
    const attempts = Array.from({ length: 64 }, async () => {
      for (let call = 0; call < 40; call += 1) {
        await model.generate({ messages });
        done += 1;
      }
    });
    for (let minutes = 0; done < 64 * 40 && minutes < 30; minutes += 1) await clock.advance(60_000);
    await Promise.all(attempts);
    expect(sent.length).toBeGreaterThan(64 * 40);
    expect(busiestWindow(sent)).toBe(600);
  });

  it("never use more than 100 000 tokens in any minute when their calls are as long as estimated", async () => {
    const clock = createManualClock();
    const used: { time: number; amount: number }[] = [];
    const limiter = new CallLimiter({ tokensPerMinute: 100_000 }, clock);
    const random = seededRandom(3);
    let done = 0;
    const attempts = Array.from({ length: 64 }, async () => {
      for (let call = 0; call < 10; call += 1) {
        const tokens = 200 + Math.floor(random() * 6_000);
        const permit = await limiter.acquire({ estimatedTokens: tokens });
        used.push({ time: clock.monotonic(), amount: tokens });
        await clock.sleep(500);
        permit.release({ kind: "ok", tokens });
        done += 1;
      }
    });
    for (let minutes = 0; done < 640 && minutes < 60; minutes += 1) await clock.advance(60_000);
    await Promise.all(attempts);
    expect(busiestWindow(used)).toBeLessThanOrEqual(100_000);
    expect(busiestWindow(used)).toBeGreaterThan(90_000);
  });
});

/** Asks for `count` permits; the list fills as they are given. */
async function taken(limiter: CallLimiter, count: number): Promise<readonly Permit[]> {
  const permits: Permit[] = [];
  for (let index = 0; index < count; index += 1) void limiter.acquire({ estimatedTokens: 1 }).then((permit) => permits.push(permit));
  await new Promise((resolve) => setImmediate(resolve));
  return permits;
}

describe("CallLimiter", () => {
  it("corrects an estimate by what was really used", async () => {
    const clock = createManualClock();
    const limiter = new CallLimiter({ tokensPerMinute: 1000 }, clock);
    const first = await limiter.acquire({ estimatedTokens: 900 });
    const second = limiter.acquire({ estimatedTokens: 500 });
    first.release({ kind: "ok", tokens: 300 });
    await second;
    let admitted = false;
    void limiter.acquire({ estimatedTokens: 500 }).then(() => (admitted = true));
    await clock.advance(60_000);
    expect(admitted).toBe(false);
    await clock.advance(1);
    expect(admitted).toBe(true);
  });

  it("lets a call through that alone is above the limit of tokens, when nothing else is in the window", async () => {
    const limiter = new CallLimiter({ tokensPerMinute: 100 }, createManualClock());
    await expect(limiter.acquire({ estimatedTokens: 5_000 })).resolves.toBeDefined();
  });

  it("halves the calls in flight once for all that were told to slow down, and regains them", async () => {
    const clock = createManualClock();
    const limiter = new CallLimiter({ maxConcurrent: 16 }, clock);
    const permits = await taken(limiter, 16);
    const later = await taken(limiter, 300);
    for (const permit of permits) permit.release({ kind: "rate_limited" });
    await clock.advance(0);
    expect(later).toHaveLength(8);
    // Good answers give one place back for each round of them.
    for (let released = 0; released < 8; released += 1) later[released]?.release({ kind: "ok" });
    await clock.advance(0);
    expect(later).toHaveLength(16);
    for (let released = 8; released < 120; released += 1) {
      later[released]?.release({ kind: "ok" });
      await clock.advance(0);
    }
    expect(later).toHaveLength(120 + 16);
  });

  it("makes everybody wait as long as the provider asked one of them to", async () => {
    const clock = createManualClock();
    const limiter = new CallLimiter({}, clock);
    (await limiter.acquire({ estimatedTokens: 1 })).release({ kind: "rate_limited", retryAfterMs: 7_000 });
    const permits = await taken(limiter, 3);
    await clock.advance(6_999);
    expect(permits).toHaveLength(0);
    await clock.advance(1);
    // One at a time now, since nothing else was in flight when the provider complained.
    expect(permits).toHaveLength(1);
  });

  it("reads less than one request a minute as one in several", async () => {
    const clock = createManualClock();
    const limiter = new CallLimiter({ requestsPerMinute: 0.5 }, clock);
    const permits = await taken(limiter, 2);
    await clock.advance(120_000);
    expect(permits).toHaveLength(1);
    await clock.advance(1);
    expect(permits).toHaveLength(2);
  });

  it.each([{ requestsPerMinute: 0 }, { tokensPerMinute: -1 }, { maxConcurrent: Number.NaN }])("refuses %o", (limits) => {
    expect(() => new CallLimiter(limits, createManualClock())).toThrow(/Expected \w+ to be a positive number/);
  });

  it("forgets who gives up, lets the next one in, and leaves no timer behind", async () => {
    const clock = createManualClock();
    const limiter = new CallLimiter({ requestsPerMinute: 1 }, clock);
    await limiter.acquire({ estimatedTokens: 1 });
    const controller = new AbortController();
    const given = limiter.acquire({ estimatedTokens: 1, abortSignal: controller.signal });
    const reason = new Error("stop");
    controller.abort(reason);
    await expect(given).rejects.toBe(reason);
    await expect(limiter.acquire({ estimatedTokens: 1, abortSignal: controller.signal })).rejects.toBe(reason);
    expect(clock.sleepers).toBe(0);
    const permits = await taken(limiter, 1);
    await clock.advance(60_001);
    expect(permits).toHaveLength(1);
  });
});

it("a broken provider does not hold up another that shares the pool", async () => {
  const clock = createManualClock();
  const limits = createLimiterPool({ requestsPerMinute: 2, maxConcurrent: 2 }, { clock });
  const broken: ModelTransport = { send: () => new Promise(() => {}) };
  const sound: ModelTransport = { send: () => Promise.resolve(reply(1)) };
  const models = [broken, sound].map((transport, index) =>
    composeModel({ name: `m${index}`, lane: `http://provider-${index}`, transport: () => Promise.resolve(transport), limits, clock }),
  );
  for (let call = 0; call < 5; call += 1) void models[0]?.generate({ messages });
  await expect(models[1]?.generate({ messages })).resolves.toMatchObject({ message: { content: "ok" } });
  expect(limits.lane("http://provider-0")).toBe(limits.lane("http://provider-0"));
});
