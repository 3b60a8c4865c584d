import { expect, it } from "vitest";
import { toGradeRow } from "./grade-row.ts";

const row = (code: string): unknown =>
  toGradeRow({
    instanceId: "a__b-1",
    model: undefined,
    attempt: 0,
    verdict: { grade: undefined, error: { code, message: "no", retryable: true } },
    totalMs: 1,
  });

it("names the engine's trouble as the reason where it never came to a verdict, and nothing for what was stopped", () => {
  expect(row("engine_unavailable")).toMatchObject({ reward: null, reward_reason: "sandbox_error", outcome: "infra_error" });
  expect(row("cancelled")).toMatchObject({ reward: null, reward_reason: null });
});
