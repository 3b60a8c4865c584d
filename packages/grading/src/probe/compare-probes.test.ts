import { expect, it } from "vitest";
import type { EvalRun } from "../run/eval-run.ts";
import { compareWithGold, judgeAlone, judgeProbe } from "./compare-probes.ts";
import type { TestStatus } from "../runners/test-log.ts";
import type { ProbePlan } from "./plan-probe.ts";
import type { ProbeReading } from "./read-probe.ts";

const plan: ProbePlan = { files: new Map(), canaries: new Map([["a", "1"]]), mutations: 0, tests: [], certain: true };
const mutated: ProbePlan = { ...plan, canaries: new Map(), mutations: 2 };
const run = (tests: readonly string[]): EvalRun => ({ tests: new Map(tests.map((id) => [id, "PASSED"])) }) as unknown as EvalRun;
const named = run(["a::t", "a::u"]);
const unnamed = run([]);
const changed = (name: string, certain = true): ProbePlan["tests"][number] => ({ name, changed: true, certain });
const kept = (name: string): ProbePlan["tests"][number] => ({ name, changed: false, certain: true });
const halved: ProbePlan = { ...mutated, tests: [changed("t"), kept("u"), kept("v")] };
const but = (given: ProbeReading, byName: readonly (readonly [string, readonly TestStatus[]])[]): ProbeReading => ({
  ...given,
  byName: new Map(byName),
});
const reading = (failed: boolean, canaries: string[], newly: string[] = [], canaryPassed = false): ProbeReading => ({
  failed,
  failedCanaries: new Set(canaries),
  canaryPassed,
  neighbourPassed: true,
  byName: new Map(),
  newlyFailed: new Set(newly),
});

it("believes a run that fails where it must and nowhere else", () => {
  expect(judgeProbe(reading(true, ["a"]), plan, named)).toBe("passed");
  expect(judgeProbe(reading(true, [], ["t"]), mutated, named)).toBe("passed");
  expect(judgeProbe(reading(true, []), mutated, unnamed)).toBe("passed");
});

it("never believes a planted test that passes", () => {
  expect(judgeProbe(reading(true, [], [], true), plan, named)).toBe("failed");
});

it("wonders at tests that fail without a reason", () => {
  expect(judgeProbe(reading(true, [], ["a::t", "a::u"]), halved, named)).toBe("unclear");
  expect(judgeAlone(reading(true, [], ["a::t", "a::u", "a::v"]), halved, named, "")).toBe("extra");
  expect(judgeAlone(reading(true, [], ["a::t", "a::u"]), halved, named, "")).toBe("passed");
  expect(judgeAlone(reading(true, ["a"], ["a::t"]), plan, named, "")).toBe("extra");
  expect(compareWithGold(reading(true, ["a"], ["t"]), reading(true, ["a"]))).toBe("extra");
});

it("asks the gold patch otherwise", () => {
  for (const [given, of] of [
    [reading(false, ["a"]), plan],
    [reading(true, []), plan],
    [reading(true, ["a"], ["t"]), plan],
    [reading(true, []), mutated],
    [but(reading(true, [], ["a::w"]), [["t", ["PASSED"]]]), halved],
    [reading(false, []), mutated],
  ] as const) {
    expect(judgeProbe(given, of, named)).toBe("unclear");
  }
  expect(compareWithGold(reading(true, []), reading(true, [], ["t"]))).toBe("failed");
  expect(compareWithGold(reading(false, []), reading(true, []))).toBe("failed");
  expect(compareWithGold(reading(true, []), reading(true, ["a"]))).toBe("failed");
  expect(compareWithGold(reading(true, ["a"]), reading(true, ["a"]))).toBe("passed");
  expect(compareWithGold(reading(false, []), reading(false, []))).toBe("unclear");
});

it("decides about planted tests without a gold patch where the file certainly ran", () => {
  const alone = (given: ProbeReading, first: EvalRun, skeleton = ""): string => judgeAlone(given, plan, first, skeleton);
  expect(alone(reading(true, []), named)).toBe("failed");
  expect(alone(reading(true, []), named, "pytest -k t a")).toBe("unclear");
  expect(alone(reading(true, []), run(["b::t"]))).toBe("unclear");
  expect(alone(reading(false, []), run(["x"]), "node --test a")).toBe("failed");
  expect(alone(reading(false, ["a"]), unnamed)).toBe("failed");
  expect(alone(reading(true, ["a"]), named)).toBe("passed");
  const two = {
    ...plan,
    canaries: new Map([
      ["a", "1"],
      ["b", "2"],
    ]),
  };
  expect(judgeAlone(reading(true, ["a"]), two, run(["a::t", "b::t"]), "pytest -x")).toBe("partial");
  const shop = {
    ...plan,
    files: new Map([
      ["a", 'test("opens the shop", () => {'],
      ["b", ""],
    ]),
  };
  expect(judgeAlone(reading(true, []), shop, run(["shop > opens the shop"]), "node --test")).toBe("failed");
});

it("compares planted tests with a run before any patch", () => {
  const alone = (given: ProbeReading, before: ProbeReading): string => judgeAlone(given, plan, run(["x"]), "pytest tests", before);
  expect(alone(reading(true, []), reading(true, ["a"]))).toBe("failed");
  expect(alone(reading(true, []), reading(true, []))).toBe("unclear");
  expect(judgeAlone(reading(true, []), plan, named, "", reading(true, []))).toBe("unclear");
  expect(judgeAlone(reading(true, []), plan, named, "", { ...reading(true, []), neighbourPassed: false })).toBe("failed");
});

it("decides about changed assertions without a gold patch where an accident can be ruled out", () => {
  const alone = (given: ProbeReading, first: EvalRun, of = mutated): string => judgeAlone(given, of, first, "");
  expect(alone(reading(false, []), unnamed)).toBe("failed");
  expect(alone(reading(false, []), unnamed, { ...mutated, certain: false })).toBe("unclear");
  expect(alone(reading(true, []), unnamed)).toBe("passed");
  expect(alone(reading(true, []), named)).toBe("failed");
  expect(alone(reading(true, [], ["a::t"]), named)).toBe("passed");
  expect(alone(reading(false, [], ["a::t"]), named)).toBe("failed");
  const indifferent = but(reading(true, [], ["a::w"]), [["t", ["PASSED"]]]);
  expect(alone(indifferent, named, halved)).toBe("failed");
  const onlyFailures = but(reading(true, [], ["a::w"]), [["w", ["FAILED"]]]);
  expect(judgeProbe(onlyFailures, halved, unnamed)).toBe("unclear");
  expect(alone(onlyFailures, unnamed, halved)).toBe("failed");
  expect(judgeAlone(onlyFailures, halved, unnamed, "python -m unittest -f")).toBe("passed");
  expect(alone(indifferent, named, { ...halved, tests: [changed("t", false)] })).toBe("passed");
});
