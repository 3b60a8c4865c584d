import type { SandboxHandle } from "@swe/core";
import type { GradePatchOptions } from "../grade/grade-options.ts";
import { testPaths, type Variant, type VariantResult } from "../grade/run-variant.ts";
import { compareWithGold, judgeAlone, judgeProbe } from "../probe/compare-probes.ts";
import { planProbes, plantingCommands, type ProbePlan } from "../probe/plan-probe.ts";
import { readPatchedTests } from "../probe/read-patched-tests.ts";
import { readProbe, type ProbeReading } from "../probe/read-probe.ts";
import type { EvalRun } from "../run/eval-run.ts";
import { splitTestPatch } from "../script/split-test-patch.ts";
import type { StepOutcome } from "../verdict/integrity.ts";

/** What became of the runs with a probe. */
export interface ProbeCheck {
  readonly outcome: StepOutcome;
  /** Log of the run that failed. */
  readonly log: string | undefined;
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
  /** Undefined when the run was killed or ran out of time, twice. */
  readonly reading: ProbeReading | undefined;
  readonly log: string;
}

/** Runs the plan that `choose` comes up with in the container; undefined when it has none. */
async function tryPlan(
  { first, run }: ProbeOptions,
  variant: Variant,
  choose: (sandbox: SandboxHandle) => Promise<ProbePlan | undefined>,
): Promise<Tried | undefined> {
  let plan: ProbePlan | undefined;
  const planted: Variant = {
    ...variant,
    prepare: async (sandbox) => {
      await variant.prepare?.(sandbox);
      plan ??= await choose(sandbox);
      return plan === undefined ? { stop: true } : { afterTestPatch: plantingCommands(plan, sandbox.workdir) };
    },
  };
  let result = await run(planted);
  if (plan !== undefined && result.run?.ended !== true) result = await run(planted);
  const reading = plan === undefined || result.run?.ended !== true ? undefined : readProbe(result.run, first, plan);
  return plan === undefined ? undefined : { plan, reading, log: result.run?.log ?? "" };
}

/** Plans for the test files as the script will see them. */
async function makePlans(sandbox: SandboxHandle, { options, first }: ProbeOptions): Promise<ProbePlan[]> {
  const { instance, abortSignal } = options;
  const { testPatch, skeleton } = splitTestPatch(instance.evalScript, instance.testPatch);
  if (testPatch === undefined) return [];
  const files = await readPatchedTests(sandbox, testPaths(instance), testPatch, abortSignal);
  return planProbes({ runner: first.runner, testPatch, files, hasGold: hasGold(instance.patch), skeleton });
}

function hasGold(patch: string | undefined): patch is string {
  return patch !== undefined && patch.trim() !== "";
}

/**
 * Runs the script with tests that must fail: one of a random name in every test file, and a changed literal in a test that the
 * test patch adds. A run that reports otherwise is subverted. Where that is not certain, the gold patch goes through the same
 * probe, so that an honest patch is never blamed for a probe that cannot work.
 */
export async function confirmByProbe(settings: ProbeOptions): Promise<ProbeCheck> {
  const { options, first, variant } = settings;
  const gold = hasGold(options.instance.patch) ? new TextEncoder().encode(options.instance.patch) : undefined;
  const { skeleton } = splitTestPatch(options.instance.evalScript, options.instance.testPatch);
  let plans: ProbePlan[] | undefined;
  for (let index = 0; plans === undefined || index < plans.length; index++) {
    const mine = await tryPlan(settings, variant, async (sandbox) => {
      plans ??= await makePlans(sandbox, settings);
      return plans[index];
    });
    if (mine === undefined) break;
    const { plan, reading, log } = mine;
    if (reading === undefined) return { outcome: "failed", log };
    let verdict = judgeProbe(reading, plan);
    if (verdict === "unclear" && gold === undefined) verdict = judgeAlone(reading, plan, first, skeleton);
    else if (verdict === "unclear") {
      const theirs = await tryPlan(settings, { patch: gold }, () => Promise.resolve(plan));
      verdict = theirs?.reading === undefined ? "unclear" : compareWithGold(reading, theirs.reading);
    }
    if (verdict !== "unclear") return { outcome: verdict, log: verdict === "failed" ? log : undefined };
  }
  return unsupported;
}
