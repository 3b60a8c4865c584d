import { expect, it } from "vitest";
import { compareWithGold, judgeProbe } from "./compare-probes.ts";
import type { ProbePlan } from "./plan-probe.ts";
import type { ProbeReading } from "./read-probe.ts";

const plan: ProbePlan = { files: new Map(), canaries: new Map([["a", "1"]]), mutations: 0 };
const mutated: ProbePlan = { ...plan, mutations: 1 };
const unnamed: ProbePlan = { files: new Map(), canaries: new Map(), mutations: 1 };
const reading = (failed: boolean, canaries: string[], newly: string[] = [], canaryPassed = false): ProbeReading => ({
  failed,
  failedCanaries: new Set(canaries),
  canaryPassed,
  newlyFailed: new Set(newly),
});

it("believes a run that fails where it must", () => {
  expect(judgeProbe(reading(true, ["a"]), plan)).toBe("passed");
  expect(judgeProbe(reading(true, ["a"], ["t"]), mutated)).toBe("passed");
  expect(judgeProbe(reading(true, []), unnamed)).toBe("passed");
});

it("never believes a planted test that passes", () => {
  expect(judgeProbe(reading(true, [], [], true), plan)).toBe("failed");
});

it("asks the gold patch otherwise", () => {
  for (const [given, of] of [
    [reading(false, ["a"]), plan],
    [reading(true, []), plan],
    [reading(true, ["a"]), mutated],
    [reading(false, []), unnamed],
  ] as const) {
    expect(judgeProbe(given, of)).toBe("unclear");
  }
  expect(compareWithGold(reading(true, ["a"]), reading(true, ["a"], ["t"]))).toBe("failed");
  expect(compareWithGold(reading(false, []), reading(true, []))).toBe("failed");
  expect(compareWithGold(reading(true, []), reading(true, ["a"]))).toBe("failed");
  expect(compareWithGold(reading(true, ["a"]), reading(true, ["a"]))).toBe("passed");
  expect(compareWithGold(reading(false, []), reading(false, []))).toBe("unclear");
});
