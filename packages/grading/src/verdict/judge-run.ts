import type { RewardReason } from "@swe/core";
import { readTestLog } from "../runners/read-test-log.ts";
import { runnerOfIds } from "../runners/runner-of-ids.ts";
import type { EvalRun } from "../run/eval-run.ts";
import { checkTestLists } from "./check-test-lists.ts";
import type { Evidence } from "./evidence.ts";
import type { Expectations } from "./expectations.ts";
import { matchesExpectedOutput } from "./matches-expected-output.ts";

/** The verdict on one run. */
export interface Judgement {
  readonly reward: 0 | 1;
  readonly reason: RewardReason;
  readonly evidence: Evidence;
  /** The run says nothing about the patch: killed, or out of memory. Worth another try in a fresh container. */
  readonly crashed: boolean;
}

function zero(reason: RewardReason, evidence: Evidence = "none", crashed = false): Judgement {
  return { reward: 0, reason, evidence, crashed };
}

/** What the marker says against a pass, if anything. */
function markerObjection(run: EvalRun): RewardReason | undefined {
  if (!run.expectsMarker) return undefined;
  const { marker, recordedMarker } = run;
  if (marker.forged) return "forged_marker";
  if (recordedMarker === null || marker.exitCode === undefined) return "no_marker";
  if (recordedMarker !== undefined && recordedMarker !== marker.exitCode) return "forged_marker";
  return marker.exitCode === 0 ? undefined : "tests_failed";
}

function judgeTests(run: EvalRun, expectations: Expectations): Judgement {
  const { failToPass = [], passToPass = [], expectedOutput } = expectations;
  const listed = failToPass.length + passToPass.length > 0;
  const runner = run.runner ?? runnerOfIds(expectedOutput === undefined ? [...failToPass, ...passToPass] : Object.keys(expectedOutput));
  const { tests, counts } = run.runner === undefined ? readTestLog(runner, run.log) : run;
  const pass = (evidence: Evidence): Judgement => ({ reward: 1, reason: "passed", evidence, crashed: false });
  if (expectedOutput !== undefined) {
    return matchesExpectedOutput(tests, expectedOutput) ? pass("expected_output") : zero("tests_failed", "expected_output");
  }
  if (listed && tests.size > 0) {
    const bad = checkTestLists(tests, failToPass, passToPass);
    return bad.failToPass.length + bad.passToPass.length === 0 ? pass("tests") : zero("tests_failed", "tests");
  }
  // Neither lists nor a marker: nothing says what a pass would be.
  if (!listed && !run.expectsMarker) return zero("no_marker");
  if (runner !== undefined && expectations.evidence !== "exit_code_only") {
    const seen = [...tests.values()].some((status) => status === "PASSED" || status === "XFAIL");
    if (listed || !(seen || (counts?.passed ?? 0) > 0)) return zero("no_evidence");
    return pass(seen ? "tests" : "counts");
  }
  return run.expectsMarker ? pass("exit_code_only") : zero("no_evidence");
}

/** Decides one run of an eval script. Looks at nothing else, so that the same run always gets the same verdict. */
export function judgeRun(run: EvalRun, expectations: Expectations): Judgement {
  if (run.timedOut) return zero("timeout");
  if (run.testPatchRejected) return zero("test_patch_not_applied");
  if (!run.ended) return zero("eval_error", "none", true);
  const objection = markerObjection(run);
  if (objection !== undefined) return zero(objection, "none", run.oomKilled);
  const judgement = judgeTests(run, expectations);
  return judgement.reward === 0 && run.oomKilled ? { ...judgement, crashed: true } : judgement;
}
