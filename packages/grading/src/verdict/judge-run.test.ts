import { expect, it } from "vitest";
import { readMarker } from "../marker/read-marker.ts";
import type { EvalRun } from "../run/eval-run.ts";
import { judgeRun } from "./judge-run.ts";

function run(more: Partial<EvalRun> = {}, log = "OMNIGRIL_EXIT_CODE=0\n"): EvalRun {
  return {
    log,
    truncated: false,
    exitCode: 0,
    marker: readMarker(log),
    recordedMarker: 0,
    expectsMarker: true,
    ended: true,
    timedOut: false,
    oomKilled: false,
    testPatchRejected: false,
    durationMs: 1,
    runner: undefined,
    tests: new Map(),
    counts: undefined,
    ...more,
  };
}

const passed = new Map([["a.py::test_x", "PASSED" as const]]);

it("lets the exit code stand alone only where the runner is unknown", () => {
  expect(judgeRun(run(), {})).toMatchObject({ reward: 1, reason: "passed", evidence: "exit_code_only" });
  expect(judgeRun(run({ runner: "pytest" }), {})).toMatchObject({ reward: 0, reason: "no_evidence" });
  expect(judgeRun(run({ runner: "pytest" }), { evidence: "exit_code_only" })).toMatchObject({ reward: 1, evidence: "exit_code_only" });
  expect(judgeRun(run({ runner: "unittest", counts: { passed: 3, failed: 0 } }), {})).toMatchObject({ reward: 1, evidence: "counts" });
  expect(judgeRun(run({ runner: "pytest", tests: passed }), {})).toMatchObject({ reward: 1, evidence: "tests" });
});

it.each([
  ["a failure", run({ recordedMarker: 1 }, "OMNIGRIL_EXIT_CODE=1\n"), "tests_failed"],
  ["no marker", run({ recordedMarker: null }, ""), "no_marker"],
  ["a marker that the script never printed", run({ recordedMarker: null }), "no_marker"],
  ["markers that disagree", run({ recordedMarker: 0 }, "OMNIGRIL_EXIT_CODE=1\nOMNIGRIL_EXIT_CODE=0\n"), "forged_marker"],
  ["a marker that is not the shell's", run({ recordedMarker: 1 }), "forged_marker"],
  ["an unrecorded marker", run({ recordedMarker: undefined }, "x\n"), "no_marker"],
  ["a time-out with a marker", run({ timedOut: true, ended: false }), "timeout"],
  ["a killed script with a marker", run({ ended: false }), "eval_error"],
  ["a test patch that did not apply", run({ testPatchRejected: true }), "test_patch_not_applied"],
] as const)("gives nothing for %s", (_, given, reason) => {
  expect(judgeRun(given, {})).toMatchObject({ reward: 0, reason });
});

it("takes a killed run and one that ran out of memory for crashes, a plain failure not", () => {
  expect(judgeRun(run({ ended: false }), {}).crashed).toBe(true);
  expect(judgeRun(run({ oomKilled: true, recordedMarker: 137 }, "OMNIGRIL_EXIT_CODE=137\n"), {}).crashed).toBe(true);
  expect(judgeRun(run({ recordedMarker: 1 }, "OMNIGRIL_EXIT_CODE=1\n"), {}).crashed).toBe(false);
  expect(judgeRun(run({ oomKilled: true }), {})).toMatchObject({ reward: 1, crashed: false });
});

it("asks for the tests of the lists besides the marker", () => {
  const tests = new Map([
    ["a.py::test_x", "PASSED" as const],
    ["a.py::test_y", "SKIPPED" as const],
  ]);
  const given = run({ runner: "pytest", tests });
  expect(judgeRun(given, { failToPass: ["a.py::test_x"], passToPass: ["a.py::test_y"] })).toMatchObject({ reward: 1, evidence: "tests" });
  expect(judgeRun(given, { failToPass: ["a.py::test_y"] })).toMatchObject({ reward: 0, reason: "tests_failed" });
  expect(judgeRun(given, { failToPass: ["a.py::test_z"] })).toMatchObject({ reward: 0, reason: "tests_failed" });
  expect(judgeRun(run({ runner: "pytest" }), { failToPass: ["a.py::test_x"] })).toMatchObject({ reward: 0, reason: "no_evidence" });
});

it("decides by the lists alone where the script prints no marker, also behind a command that hides the runner", () => {
  const log = "== short test summary info ==\nPASSED a.py::test_x\nFAILED a.py::test_flaky - x\n";
  const given = run({ expectsMarker: false, recordedMarker: undefined }, log);
  expect(judgeRun(given, { failToPass: ["a.py::test_x"] })).toMatchObject({ reward: 1, evidence: "tests" });
  expect(judgeRun(given, { failToPass: ["a.py::test_x"], passToPass: ["a.py::test_flaky"] }).reward).toBe(0);
  expect(judgeRun(given, {})).toMatchObject({ reward: 0, reason: "no_marker" });
});

it("compares an expected output exactly", () => {
  const tests = new Map([
    ["t.py::TestA::test_x", "PASSED" as const],
    ["t.py::test_y", "FAILED" as const],
  ]);
  const given = run({ runner: "pytest", tests, expectsMarker: false, recordedMarker: undefined });
  const verdict = (expectedOutput: Record<string, string>): number => judgeRun(given, { expectedOutput }).reward;
  expect(verdict({ "TestA.test_x": "PASSED", test_y: "FAILED" })).toBe(1);
  expect(verdict({ "TestA.test_x": "PASSED", test_y: "PASSED" })).toBe(0);
  expect(verdict({ "TestA.test_x": "PASSED" })).toBe(0);
  expect(verdict({ "TestA.test_x": "PASSED", test_y: "FAILED", test_z: "PASSED" })).toBe(0);
});
