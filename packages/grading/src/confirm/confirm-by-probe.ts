import type { SandboxHandle } from "@swe/core";
import type { GradePatchOptions } from "../grade/grade-options.ts";
import { testPaths, type Variant, type VariantResult } from "../grade/run-variant.ts";
import { compareWithGold, judgeAlone, judgeProbe, type ProbeVerdict } from "../probe/compare-probes.ts";
import { planCanaries, planHalves, planOneByOne, type ProbePlan, type ProbeSettings } from "../probe/plan-probe.ts";
import { plantedTestPatch } from "../probe/planted-test-patch.ts";
import { readPatchedTests } from "../probe/read-patched-tests.ts";
import { readProbe, type ProbeReading } from "../probe/read-probe.ts";
import type { EvalRun } from "../run/eval-run.ts";
import { replaceTestPatch } from "../script/replace-test-patch.ts";
import { splitTestPatch } from "../script/split-test-patch.ts";
import type { StepOutcome } from "../verdict/integrity.ts";

/** What became of the runs with a probe. */
export interface ProbeCheck {
  readonly outcome: StepOutcome;
  /** Log of the run that failed. */
  readonly log: string | undefined;
  /** Files whose planted tests were not heard of while others failed as they must. */
  readonly silent?: readonly string[] | undefined;
}

/** What {@link confirmByProbe} works with. */
export interface ProbeOptions {
  readonly options: GradePatchOptions;
  /** The run that passed. */
  readonly first: EvalRun;
  /** How the infrastructure was set up when it was confirmed. */
  readonly variant: Variant;
  readonly run: (variant: Variant) => Promise<VariantResult>;
}

const unsupported: ProbeCheck = { outcome: "unsupported", log: undefined };

interface Tried {
  readonly plan: ProbePlan;
  /** Undefined when the run was killed twice, or ran out of time. */
  readonly reading: ProbeReading | undefined;
  readonly log: string;
}

/** Runs the plan that `choose` comes up with in the container; undefined when it has none. */
async function tryPlan(
  { options, first, run }: ProbeOptions,
  variant: Variant,
  choose: (sandbox: SandboxHandle) => Promise<ProbePlan | undefined>,
): Promise<Tried | undefined> {
  let plan: ProbePlan | undefined;
  const { instance, abortSignal } = options;
  const { testPatch = "" } = splitTestPatch(instance.evalScript, instance.testPatch);
  const planted: Variant = {
    ...variant,
    prepare: async (sandbox) => {
      await variant.prepare?.(sandbox);
      plan ??= await choose(sandbox);
      if (plan === undefined) return { stop: true };
      const changed = await plantedTestPatch(sandbox, testPaths(instance), testPatch, plan.files, abortSignal);
      const evalScript = changed === undefined ? undefined : replaceTestPatch(instance.evalScript, changed);
      if (evalScript === undefined) plan = undefined;
      return { evalScript, stop: evalScript === undefined };
    },
  };
  let result = await run(planted);
  if (plan !== undefined && result.run?.ended !== true && result.run?.timedOut !== true) result = await run(planted);
  const reading = plan === undefined || result.run?.ended !== true ? undefined : readProbe(result.run, first, plan);
  return plan === undefined ? undefined : { plan, reading, log: result.run?.log ?? "" };
}

/** The test files as the script will see them, and what is needed to plan with them. */
async function readSettings(sandbox: SandboxHandle, { options, first }: ProbeOptions): Promise<ProbeSettings | undefined> {
  const { instance, abortSignal } = options;
  const { testPatch, skeleton } = splitTestPatch(instance.evalScript, instance.testPatch);
  // Nothing can be planted in a script that takes its test patch from elsewhere.
  if (testPatch === undefined || replaceTestPatch(instance.evalScript, testPatch) === undefined) return undefined;
  const files = await readPatchedTests(sandbox, testPaths(instance), testPatch, abortSignal);
  return { runner: first.runner, testPatch, files, hasGold: hasGold(instance.patch), skeleton };
}

function hasGold(patch: string | undefined): patch is string {
  return patch !== undefined && patch.trim() !== "";
}

/** Tries plans until one shows something. */
async function tryPlans(settings: ProbeOptions, makePlans: (probe: ProbeSettings) => readonly ProbePlan[]): Promise<ProbeCheck> {
  const { options, first, variant } = settings;
  const gold = hasGold(options.instance.patch) ? new TextEncoder().encode(options.instance.patch) : undefined;
  const { skeleton } = splitTestPatch(options.instance.evalScript, options.instance.testPatch);
  let plans: readonly ProbePlan[] | undefined;
  const judge = async ({ plan, reading }: Tried): Promise<ProbeVerdict> => {
    if (reading === undefined) return "failed";
    const verdict = judgeProbe(reading, plan, first);
    if (verdict !== "unclear") return verdict;
    if (gold === undefined && plan.canaries.size === 0) return judgeAlone(reading, plan, first, skeleton);
    const theirs = await tryPlan(settings, { patch: gold ?? new Uint8Array() }, () => Promise.resolve(plan));
    if (gold === undefined) return judgeAlone(reading, plan, first, skeleton, theirs?.reading);
    return theirs?.reading === undefined ? "unclear" : compareWithGold(reading, theirs.reading);
  };
  for (let index = 0; plans === undefined || index < plans.length; index++) {
    const once = (): Promise<Tried | undefined> =>
      tryPlan(settings, variant, async (sandbox) => {
        if (plans === undefined) {
          const probe = await readSettings(sandbox, settings);
          plans = probe === undefined ? [] : makePlans(probe);
        }
        return plans[index];
      });
    let mine = await once();
    if (mine === undefined) break;
    let verdict = await judge(mine);
    // A test that fails now and then is no proof of anything; twice in a row it is.
    if (verdict === "extra") {
      mine = (await once()) ?? mine;
      verdict = await judge(mine);
    }
    if (verdict === "failed" || verdict === "extra") return { outcome: "failed", log: mine.log };
    if (verdict === "passed") return { outcome: "passed", log: undefined };
    const { plan, reading } = mine;
    if (verdict === "partial")
      return {
        outcome: "passed",
        log: undefined,
        silent: [...plan.canaries.keys()].filter((path) => reading?.failedCanaries.has(path) !== true),
      };
  }
  return unsupported;
}

/** Plants a test in every file, and again in those that were not heard of. */
async function confirmByCanaries(settings: ProbeOptions): Promise<ProbeCheck> {
  let silent: readonly string[] | undefined;
  let check: ProbeCheck;
  let last: number;
  do {
    const within = silent;
    last = within?.length ?? Infinity;
    check = await tryPlans(settings, (probe) => {
      const files = new Map([...probe.files].filter(([path]) => within?.includes(path) ?? true));
      const plan = planCanaries({ ...probe, files });
      return plan === undefined ? [] : [plan];
    });
    ({ silent } = check);
  } while (silent !== undefined && silent.length > 0 && silent.length < last);
  return check;
}

/**
 * Runs the script with tests that must fail: first one of a random name in every test file, then with changed assertions in the
 * tests that the test patch adds. A run that reports otherwise is subverted. The two are kept apart, since whoever sees a planted
 * test could behave for as long as it is there. Where the outcome is not certain, the gold patch goes through the same probe, so
 * that an honest patch is never blamed for a probe that cannot work.
 */
export async function confirmByProbe(settings: ProbeOptions): Promise<ProbeCheck> {
  const planted = await confirmByCanaries(settings);
  if (planted.outcome === "failed") return planted;
  let outcome = planted.outcome;
  let steps: readonly (readonly ProbePlan[])[] | undefined;
  for (let step = 0; steps === undefined || step < steps.length; step++) {
    const changed = await tryPlans(settings, (probe) => {
      steps ??= settings.first.runner === undefined ? planOneByOne(probe) : planHalves(probe);
      return steps[step] ?? [];
    });
    if (changed.outcome === "failed") return changed;
    if (changed.outcome === "passed") outcome = "passed";
    steps ??= [];
  }
  return { outcome, log: undefined };
}
