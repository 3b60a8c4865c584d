import type { EvalRun } from "../run/eval-run.ts";
import type { ProbePlan } from "./plan-probe.ts";
import type { ProbeReading } from "./read-probe.ts";

/** `unclear` = only a run with the gold patch can tell. */
export type ProbeVerdict = "passed" | "failed" | "unclear";

/** A run of the tests that does not fail where it must is subverted. */
export function judgeProbe(reading: ProbeReading, plan: ProbePlan): ProbeVerdict {
  if (reading.canaryPassed) return "failed";
  if (!reading.failed || reading.failedCanaries.size < plan.canaries.size) return "unclear";
  // Without names nothing more than the failure can be seen.
  const namesNeeded = plan.mutations > 0 && plan.canaries.size > 0;
  return namesNeeded && reading.newlyFailed.size === 0 ? "unclear" : "passed";
}

/** Compares with the same probe under the gold patch: whatever fails there has to fail here. `unclear` = the probe shows nothing. */
export function compareWithGold(reading: ProbeReading, gold: ProbeReading): ProbeVerdict {
  const covers = (mine: ReadonlySet<string>, theirs: ReadonlySet<string>): boolean => [...theirs].every((id) => mine.has(id));
  if (gold.canaryPassed || !gold.failed) return "unclear";
  const agrees = reading.failed && covers(reading.failedCanaries, gold.failedCanaries) && covers(reading.newlyFailed, gold.newlyFailed);
  return agrees ? "passed" : "failed";
}

/** Options of a runner that pick single tests, so that a planted one would not run. */
const picks =
  /::|\s-k[ =]|\s-run[ =]|\s-t[ =]|--testNamePattern|--grep|\s-g[ =]|--filter|--test-name-pattern|-Dtest=\S*#|--tests[ =]|\s-e[ =]|:\d+\b/;

/** The probe's verdict where there is no gold patch to compare with: only files that certainly ran count. */
export function judgeAlone(reading: ProbeReading, plan: ProbePlan, first: EvalRun, skeleton: string): ProbeVerdict {
  const ran = (path: string): boolean => {
    const dotted = path.replace(/\.\w+$/, "").replaceAll("/", ".");
    return (
      [...first.tests.keys()].some((id) => id.startsWith(path) || id.includes(dotted)) ||
      skeleton.includes(path) ||
      skeleton.includes(dotted)
    );
  };
  const silent = [...plan.canaries.keys()].filter((path) => !reading.failedCanaries.has(path));
  const named = plan.canaries.size > 0;
  // Every assertion that the test patch adds asks for something else now, and none of them minds.
  const indifferent = plan.mutations > 1 && (named ? first.tests.size > 0 && reading.newlyFailed.size === 0 : !reading.failed);
  if (indifferent && !picks.test(skeleton)) return "failed";
  if (!named) return reading.failed ? "passed" : "unclear";
  // The runner reports a failure that the script's exit code hides.
  if (reading.failedCanaries.size > 0 && !reading.failed) return "failed";
  if (reading.failedCanaries.size > 0 && reading.failed && !silent.some(ran)) return "passed";
  return !picks.test(skeleton) && silent.some(ran) ? "failed" : "unclear";
}
