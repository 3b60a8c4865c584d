import { createManualClock, type ManualClock } from "@swe/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type AttemptContext, type BatchEvent, runBatch, type RunBatchOptions } from "../index.ts";

interface Row {
  readonly key: string;
  readonly kind: "ok" | "infra" | "cancelled";
  readonly tryNumber: number;
}

let clock: ManualClock;
let events: BatchEvent[];
let stored: Row[];
beforeEach(() => {
  clock = createManualClock();
  events = [];
  stored = [];
});

function settings(overrides: Partial<RunBatchOptions<string, Row>> = {}): RunBatchOptions<string, Row> {
  return {
    items: ["a", "b", "c"],
    keyOf: (key) => key,
    concurrency: 2,
    attempt: async (key, { tryNumber }) => ({ key, kind: "ok", tryNumber }),
    onFinished: (_key, row) => void stored.push(row),
    summarize: ({ kind }) => ({
      isCancelled: kind === "cancelled",
      outcome: kind === "cancelled" ? undefined : kind === "ok" ? "resolved" : "infra_error",
    }),
    clock,
    onEvent: (event) => events.push(event),
    ...overrides,
  };
}
const types = (): string[] => events.map(({ type }) => type);
const storedKeys = (): string[] => stored.map(({ key }) => key).toSorted();

/** An attempt that lasts until it is told to stop. */
async function untilAborted(key: string, { abortSignal, tryNumber }: AttemptContext): Promise<Row> {
  await new Promise((resolve) => abortSignal.addEventListener("abort", resolve, { once: true }));
  return { key, kind: "cancelled", tryNumber };
}

it("does what is not done yet, at most so many at a time, and counts", async () => {
  let running = 0;
  let most = 0;
  const totals = await runBatch(
    settings({
      items: ["a", "b", "c", "d", "e", "f"],
      isDone: (key) => key === "b",
      attempt: async (key, { tryNumber, phase }) => {
        most = Math.max(most, ++running);
        phase("thinking");
        await new Promise(setImmediate);
        running--;
        return { key, kind: "ok", tryNumber };
      },
    }),
  );
  expect(most).toBe(2);
  expect(storedKeys()).toEqual(["a", "c", "d", "e", "f"]);
  expect(totals).toEqual({ total: 6, alreadyDone: 1, finished: 5, cancelled: 0, failed: 0, abandoned: 0, notStarted: 0 });
  expect(types().filter((type) => type === "attempt-phase")).toHaveLength(5);
  expect([types().at(0), types().at(-1)]).toEqual(["batch-start", "batch-end"]);
});

it("counts an attempt only when its result is durable", async () => {
  const durable = Promise.withResolvers<void>();
  const run = runBatch(settings({ items: ["a"], onFinished: () => durable.promise }));
  await clock.advance(0);
  expect(types()).not.toContain("attempt-end");
  durable.resolve();
  await run;
  expect(types()).toContain("attempt-end");
});

it("refuses two items with one key", async () => {
  await expect(runBatch(settings({ items: ["a", "a"] }))).rejects.toThrow("two items");
});

describe("retries", () => {
  it("tries infrastructure failures again after a pause, and stores the last result only", async () => {
    const run = runBatch(
      settings({
        items: ["a", "b"],
        concurrency: 1,
        attempt: async (key, { tryNumber }) => ({ key, kind: key === "a" && tryNumber < 2 ? "infra" : "ok", tryNumber }),
        retry: { isInfra: ({ kind }) => kind === "infra", maxRetries: 3, backoffMs: (retry) => retry * 1000 },
      }),
    );
    await clock.advance(0);
    // The slot is free while "a" waits.
    expect(stored).toEqual([{ key: "b", kind: "ok", tryNumber: 0 }]);
    await clock.advance(999);
    expect(types().filter((type) => type === "attempt-retry")).toHaveLength(1);
    await clock.advance(1 + 2000);
    await run;
    expect(stored).toContainEqual({ key: "a", kind: "ok", tryNumber: 2 });
  });

  it("gives up after the last retry and stores that", async () => {
    const run = runBatch(
      settings({
        items: ["a"],
        attempt: async (key, { tryNumber }) => ({ key, kind: "infra", tryNumber }),
        retry: { isInfra: ({ kind }) => kind === "infra", maxRetries: 2 },
      }),
    );
    await clock.advance(10_000);
    await run;
    expect(stored).toEqual([{ key: "a", kind: "infra", tryNumber: 2 }]);
  });

  it("stores the failure it has when stopped while waiting for a retry", async () => {
    const soft = new AbortController();
    const run = runBatch(
      settings({
        items: ["a"],
        attempt: async (key, { tryNumber }) => ({ key, kind: "infra", tryNumber }),
        retry: { isInfra: () => true, maxRetries: 2 },
        abort: { soft: soft.signal },
      }),
    );
    await clock.advance(0);
    soft.abort(new Error("interrupted"));
    expect(await run).toMatchObject({ finished: 1, notStarted: 0 });
    expect(stored).toEqual([{ key: "a", kind: "infra", tryNumber: 0 }]);
  });
});

describe("stopping", () => {
  it("starts nothing new after a soft stop, and stores what running attempts return", async () => {
    const soft = new AbortController();
    const run = runBatch(settings({ items: ["a", "b", "c", "d"], attempt: untilAborted, abort: { soft: soft.signal } }));
    await clock.advance(0);
    soft.abort(new Error("interrupted"));
    expect(await run).toEqual({ total: 4, alreadyDone: 0, finished: 0, cancelled: 2, failed: 0, abandoned: 0, notStarted: 2 });
    expect(storedKeys()).toEqual(["a", "b"]);
    expect(events).toContainEqual({ at: clock.now(), type: "batch-stop", reason: "interrupted", isImmediate: false });
  });

  it("becomes hard when the grace time is over, whatever the time of day does, and abandons what hangs", async () => {
    const soft = new AbortController();
    const hardAt: number[] = [];
    const run = runBatch(
      settings({
        items: ["polite", "hangs"],
        attempt: async (key, { hardAbortSignal, tryNumber }) => {
          await new Promise((resolve) => {
            hardAbortSignal.addEventListener("abort", () => {
              hardAt.push(clock.monotonic());
              if (key === "polite") resolve(undefined);
            });
          });
          return { key, kind: "cancelled", tryNumber };
        },
        abort: { soft: soft.signal },
        graceMs: 10_000,
        abandonMs: 3000,
      }),
    );
    await clock.advance(5);
    soft.abort(new Error("interrupted"));
    clock.jump(3_600_000);
    await clock.advance(9_999);
    expect(hardAt).toEqual([]);
    clock.jump(-7_200_000);
    await clock.advance(1);
    expect(hardAt).toEqual([10_005, 10_005]);
    await clock.advance(3000);
    expect(await run).toMatchObject({ cancelled: 1, abandoned: 1 });
    expect(storedKeys()).toEqual(["polite"]);
  });

  it("does not start at all when stopped before", async () => {
    const totals = await runBatch(settings({ abort: { hard: AbortSignal.abort(new Error("no")) } }));
    expect(totals).toMatchObject({ finished: 0, notStarted: 3 });
    expect(types()).not.toContain("attempt-start");
  });

  it.each(["attempt", "onFinished"] as const)("stops and rejects when %s throws, after the others have ended", async (where) => {
    const broken = async (): Promise<never> => {
      throw new Error("broken");
    };
    const attempt = async (key: string, context: AttemptContext): Promise<Row> => {
      if (key === "b") return untilAborted(key, context);
      return where === "attempt" ? broken() : { key, kind: "ok", tryNumber: 0 };
    };
    const onFinished = async (key: string, row: Row): Promise<void> => {
      if (key === "a") await broken();
      stored.push(row);
    };
    await expect(runBatch(settings({ attempt, onFinished }))).rejects.toThrow("broken");
    expect(storedKeys()).toEqual(["b"]);
    expect(events.at(-1)).toMatchObject({ type: "batch-end", failed: 1, cancelled: 1, notStarted: 1 });
  });

  it("leaves no timer behind", async () => {
    const soft = new AbortController();
    const run = runBatch(settings({ attempt: untilAborted, abort: { soft: soft.signal } }));
    await clock.advance(0);
    soft.abort();
    await run;
    expect(clock.sleepers).toBe(0);
  });
});

describe("pausing", () => {
  it("holds starts back while there is a reason, and says so once", async () => {
    let reason: string | undefined = "2 GB free, 10 wanted";
    const run = runBatch(settings({ pauseWhile: { reason: () => reason, intervalMs: 1000 } }));
    await clock.advance(3500);
    expect(types()).toEqual(["batch-start", "batch-pause"]);
    reason = undefined;
    await clock.advance(1000);
    await run;
    expect(storedKeys()).toEqual(["a", "b", "c"]);
    expect(events.find(({ type }) => type === "batch-resume")).toMatchObject({ pausedMs: 4000 });
  });

  it("ends when stopped while paused", async () => {
    const soft = new AbortController();
    const run = runBatch(settings({ pauseWhile: { reason: () => "no space" }, abort: { soft: soft.signal } }));
    await clock.advance(1000);
    soft.abort(new Error("interrupted"));
    expect(await run).toMatchObject({ notStarted: 3 });
  });

  it("rejects when the reason cannot be found out", async () => {
    const reason = (): never => {
      throw new Error("statfs failed");
    };
    await expect(runBatch(settings({ pauseWhile: { reason } }))).rejects.toThrow("statfs failed");
  });
});
