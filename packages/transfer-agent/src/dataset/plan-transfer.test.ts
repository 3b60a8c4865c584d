import { expect, it } from "vitest";
import type { TransferRecord } from "../records/transfer-record.ts";
import { planAction, type PlanOptions } from "./plan-transfer.ts";

function plan(outcome: TransferRecord["outcome"] | undefined, options: Partial<PlanOptions> = {}): string {
  const record = outcome === undefined ? undefined : ({ outcome, run_id: "r1", entry_hash: "h" } as TransferRecord);
  return planAction({
    instanceId: "a",
    entryHash: "h",
    record,
    hasSummary: record !== undefined,
    resumedRunId: undefined,
    skipExisting: false,
    retry: undefined,
    published: () => true,
    ...options,
  });
}

it("does a completed run again", () => {
  expect(plan("transferred")).toBe("run");
  expect(plan("failed")).toBe("run");
  expect(plan(undefined)).toBe("run");
});

it("goes on with an interrupted run, unless the entry has changed since", () => {
  expect(plan("transferred", { resumedRunId: "r1" })).toBe("skip");
  expect(plan("failed", { resumedRunId: "r1" })).toBe("skip");
  expect(plan("transferred", { resumedRunId: "r1", entryHash: "other" })).toBe("run");
  expect(plan("transferred", { resumedRunId: "r2" })).toBe("run");
});

it("skips what has a summary, successful or not, when asked to", () => {
  expect(plan("failed", { skipExisting: true })).toBe("skip");
  expect(plan("transferred", { skipExisting: true })).toBe("skip");
  expect(plan("transferred", { skipExisting: true, hasSummary: false })).toBe("run");
  expect(plan(undefined, { skipExisting: true })).toBe("run");
});

it("retries only what is asked for, and what has no result", () => {
  expect(plan("infra_error", { retry: "infra" })).toBe("run");
  expect(plan("failed", { retry: "infra" })).toBe("skip");
  expect(plan("transferred", { retry: "infra" })).toBe("skip");
  expect(plan("failed", { retry: "failed" })).toBe("run");
  expect(plan(undefined, { retry: "infra" })).toBe("run");
});

it("publishes what was transferred without being published", () => {
  expect(plan("transferred", { skipExisting: true, published: () => false })).toBe("publish");
  expect(plan("failed", { skipExisting: true, published: () => false })).toBe("skip");
});
