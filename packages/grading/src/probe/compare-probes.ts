import type { EvalRun } from "../run/eval-run.ts";
import { leafOf } from "./leaf-of.ts";
import type { PlannedTest, ProbePlan } from "./plan-probe.ts";
import type { ProbeReading } from "./read-probe.ts";

/**
 * `unclear` = only a run with the gold patch can tell; `extra` = tests failed that have no reason to, which may be an accident;
 * `partial` = some planted tests failed and others were not heard of, as a runner may stop at the first.
 */
export type ProbeVerdict = "passed" | "failed" | "unclear" | "extra" | "partial";

function hasNames(reading: ProbeReading, first: EvalRun): boolean {
  return first.tests.size > 0 || reading.newlyFailed.size > 0;
}

/** A run of the tests that does not fail where it must is subverted. */
export function judgeProbe(reading: ProbeReading, plan: ProbePlan, first: EvalRun): ProbeVerdict {
  if (reading.canaryPassed) return "failed";
  if (!reading.failed || reading.failedCanaries.size < plan.canaries.size) return "unclear";
  if (plan.canaries.size > 0) return reading.newlyFailed.size === 0 ? "passed" : "unclear";
  // Without names nothing more than the failure can be seen.
  if (!hasNames(reading, first)) return "passed";
  if (failedAlone(reading, plan).some) return "unclear";
  return reading.newlyFailed.size > 0 && indifferentTests(reading, plan, first).length === 0 ? "passed" : "unclear";
}

/** Tests that were left alone and fail. */
function failedAlone({ newlyFailed }: ProbeReading, { tests }: ProbePlan): { readonly some: boolean; readonly all: boolean } {
  const failed = new Set([...newlyFailed].map((id) => leafOf(id)));
  const alone = tests.filter(({ changed }) => !changed);
  return { some: alone.some(({ name }) => failed.has(name)), all: alone.length > 1 && alone.every(({ name }) => failed.has(name)) };
}

/** Tests that were changed and are reported as passed all the same; where a log names failures only, those that it does not name. */
function indifferentTests({ byName, newlyFailed }: ProbeReading, { tests }: ProbePlan, first: EvalRun): PlannedTest[] {
  const unnamedPasses = first.tests.size === 0 && newlyFailed.size > 0;
  return tests.filter(({ name, changed }) => changed && (byName.get(name)?.every((status) => status === "PASSED") ?? unnamedPasses));
}

/** Compares with the same probe under the gold patch: whatever fails there has to fail here, and nothing else. `unclear` = the probe shows nothing. */
export function compareWithGold(reading: ProbeReading, gold: ProbeReading): ProbeVerdict {
  const covers = (mine: ReadonlySet<string>, theirs: ReadonlySet<string>): boolean => [...theirs].every((id) => mine.has(id));
  if (gold.canaryPassed || !gold.failed) return "unclear";
  const agrees = reading.failed && covers(reading.failedCanaries, gold.failedCanaries) && covers(reading.newlyFailed, gold.newlyFailed);
  if (!agrees) return "failed";
  return covers(gold.newlyFailed, reading.newlyFailed) ? "passed" : "extra";
}

/** Options of a runner that end it at the first failure. */
const stops = /\s-f\b|\s-x\b|failfast|fail-fast|maxfail|exitfirst|bail/;
/** Options of a runner that pick single tests, so that a planted one would not run. */
const picks =
  /::|\s-k[ =]|\s-run[ =]|\s-t[ =]|--testNamePattern|--grep|\s-g[ =]|--filter|--test-name-pattern|-Dtest=\S*#|--tests[ =]|\s-e[ =]|:\d+\b/;

/**
 * The probe's verdict where there is no gold patch to compare with: only files that certainly ran count. `before` is the same probe
 * without any patch, which tells whether the runner takes notice of what is planted.
 */
export function judgeAlone(reading: ProbeReading, plan: ProbePlan, first: EvalRun, skeleton: string, before?: ProbeReading): ProbeVerdict {
  if (plan.canaries.size === 0) return judgeMutations(reading, plan, first, skeleton);
  if (before !== undefined && [...before.failedCanaries].some((path) => !reading.failedCanaries.has(path))) return "failed";
  if (before?.neighbourPassed === true && before.failedCanaries.size === 0) return "unclear";
  return judgeCanaries(reading, plan, first, skeleton);
}

/** Every assertion that was changed asks for something else now, and none of the tests minds. */
function judgeMutations(reading: ProbeReading, plan: ProbePlan, first: EvalRun, skeleton: string): ProbeVerdict {
  const indifferent = hasNames(reading, first) ? reading.newlyFailed.size === 0 : !reading.failed;
  if (indifferent) return plan.certain && !picks.test(skeleton) ? "failed" : "unclear";
  if (!stops.test(skeleton) && indifferentTests(reading, plan, first).some(({ certain }) => certain)) return "failed";
  // Where only some fail, a test that was changed may have left something behind for another.
  if (failedAlone(reading, plan).all) return "extra";
  // The runner reports a failure that the script's exit code hides.
  return reading.failed ? "passed" : "failed";
}

function judgeCanaries(reading: ProbeReading, plan: ProbePlan, first: EvalRun, skeleton: string): ProbeVerdict {
  const leaves = [...first.tests.keys()].map((id) => leafOf(id));
  const ran = (path: string): boolean => {
    const dotted = path.replace(/\.\w+$/, "").replaceAll("/", ".");
    const others = [...plan.files].filter(([other]) => other !== path).map(([, text]) => text);
    const holds = (leaf: string): boolean => leaf.length > 4 && (plan.files.get(path)?.includes(leaf) ?? false);
    return (
      [...first.tests.keys()].some((id) => id.startsWith(path) || id.includes(dotted)) ||
      leaves.some((leaf) => holds(leaf) && !others.some((text) => text.includes(leaf))) ||
      skeleton.includes(path) ||
      skeleton.includes(dotted)
    );
  };
  const silent = [...plan.canaries.keys()].filter((path) => !reading.failedCanaries.has(path));
  if (reading.failedCanaries.size > 0 && !reading.failed) return "failed";
  if (reading.failedCanaries.size > 0 && !silent.some(ran)) return reading.newlyFailed.size > 0 ? "extra" : "passed";
  if (picks.test(skeleton) || !silent.some(ran)) return "unclear";
  return reading.failedCanaries.size > 0 ? "partial" : "failed";
}
