import { expect, it } from "vitest";
import type { EvalRun } from "../run/eval-run.ts";
import { compareWithGold, judgeAlone, judgeProbe } from "./compare-probes.ts";
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

it("decides without a gold patch what it can", () => {
  const first = (tests: readonly string[]): EvalRun => ({ tests: new Map(tests.map((id) => [id, "PASSED"])) }) as unknown as EvalRun;
  const alone = (given: ProbeReading, of: ProbePlan, tests: readonly string[] = [], skeleton = ""): string =>
    judgeAlone(given, of, first(tests), skeleton);
  expect(alone(reading(true, []), plan, ["a::t"])).toBe("failed");
  expect(alone(reading(true, []), plan, ["a::t"], "pytest -k t a")).toBe("unclear");
  expect(alone(reading(true, []), plan, ["b::t"])).toBe("unclear");
  expect(alone(reading(false, []), plan, ["x"], "node --test a")).toBe("failed");
  expect(alone(reading(false, ["a"]), plan)).toBe("failed");
  expect(alone(reading(false, []), unnamed)).toBe("unclear");
  expect(alone(reading(false, []), { ...unnamed, mutations: 2 })).toBe("failed");
  expect(alone(reading(true, []), { ...unnamed, mutations: 2 })).toBe("passed");
  expect(alone(reading(true, ["a"]), { ...plan, mutations: 2 }, ["a::t"])).toBe("failed");
  expect(alone(reading(true, ["a"], ["a::t"]), { ...plan, mutations: 2 }, ["a::t"])).toBe("passed");
});
