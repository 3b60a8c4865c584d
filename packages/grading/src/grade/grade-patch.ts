import { SweError, type SandboxHandle } from "@swe/core";
import { confirmPass } from "../confirm/confirm-pass.ts";
import { touchedInfrastructure } from "../confirm/touched-infrastructure.ts";
import type { Integrity, IntegrityFlag } from "../verdict/integrity.ts";
import { judgeRun, type Judgement } from "../verdict/judge-run.ts";
import { collectFlags } from "./collect-flags.ts";
import type { GradePatchOptions } from "./grade-options.ts";
import type { GradeResult } from "./grade-result.ts";
import { defaultTimeoutMs } from "./open-grader.ts";
import { runVariant, testPaths, type Variant, type VariantResult } from "./run-variant.ts";

/** `patience` multiplies the time limit. */
type Runner = (variant?: Variant, patience?: number) => Promise<VariantResult>;

/** A pass close to the limit must not be lost to the noise of another run. */
const confirmationPatience = 2;

const decoder = new TextDecoder();
const blank = /^\s*$/;

/** A runner of variants that waits for a slot, uses the prewarmed container once and repeats a run that the engine lost. */
function createRunner(options: GradePatchOptions): { run: Runner; spentMs: () => number; stopUnused: () => Promise<void> } {
  const { slots = (task) => task(), abortSignal, timeoutMs = defaultTimeoutMs } = options;
  let prewarmed = options.prewarmed;
  let spentMs = 0;
  const once = async (variant: Variant, patience: number): Promise<VariantResult> => {
    const ready: SandboxHandle | undefined = await prewarmed?.catch(() => undefined);
    prewarmed = undefined;
    const startedAt = performance.now();
    try {
      return await runVariant({ ...options, timeoutMs: timeoutMs * patience }, variant, ready);
    } finally {
      spentMs += performance.now() - startedAt;
    }
  };
  const run: Runner = (variant = {}, patience = 1) =>
    slots(async () => {
      try {
        return await once(variant, patience);
      } catch (error) {
        abortSignal?.throwIfAborted();
        if (!SweError.isInstance(error) || !error.isRetryable) throw error;
        return once(variant, patience);
      }
    });
  const stopUnused = async (): Promise<void> => {
    const unused = await prewarmed?.catch(() => undefined);
    await unused?.stop();
  };
  return { run, spentMs: () => Math.round(spentMs), stopUnused };
}

function judge({ application, guard, run }: VariantResult, options: GradePatchOptions): Judgement {
  if (run !== undefined) return judgeRun(run, options.instance);
  const reason = application.applied || guard !== undefined ? "test_patch_not_applied" : "patch_not_applied";
  return { reward: 0, reason, evidence: "none", crashed: false };
}

async function gradeApplied(options: GradePatchOptions, run: Runner): Promise<Omit<GradeResult, "durationMs" | "outcome">> {
  const { instance, patch, confirm = "full" } = options;
  const flags: IntegrityFlag[] = [];
  let first = await run();
  let judgement = judge(first, options);
  if (judgement.crashed) {
    flags.push("retried_after_crash");
    first = await run();
    judgement = judge(first, options);
    if (judgement.crashed) judgement = { ...judgement, reason: "eval_error" };
  }
  const touched = touchedInfrastructure({
    patch,
    goldPatch: instance.patch,
    evalScript: instance.evalScript,
    testPaths: testPaths(instance),
  });
  const confirmation =
    judgement.reward === 1 && first.run !== undefined
      ? await confirmPass({
          options,
          level: confirm,
          touched,
          first: first.run,
          run: (variant) => run(variant, confirmationPatience),
        })
      : undefined;
  const confirmed = confirmation?.confirmed ?? true;
  const integrity: Integrity = {
    touched_tests: first.guard?.restored.filter((path) => testPaths(instance).includes(path)) ?? [],
    touched_infrastructure: touched.map(({ path }) => path),
    restored: confirmation?.restored ?? [],
    kept: confirmation?.kept ?? [],
    infra: confirmation?.infra ?? "not_run",
    probe: confirmation?.probe ?? "not_run",
    flags: [],
  };
  return {
    reward: confirmed ? judgement.reward : 0,
    rewardReason: confirmed ? judgement.reason : "not_confirmed",
    evidence: judgement.evidence,
    integrity: { ...integrity, flags: [...new Set([...flags, ...collectFlags(first, judgement, integrity)])] },
    testOutput: confirmation?.log ?? first.run?.log ?? first.application.log,
    testTimeout: first.run?.timedOut ?? false,
    tests: first.run?.tests ?? new Map(),
    error: undefined,
  };
}

const untouched: Integrity = {
  touched_tests: [],
  touched_infrastructure: [],
  restored: [],
  kept: [],
  infra: "not_run",
  probe: "not_run",
  flags: [],
};

function withoutRun(
  reward: 0 | null,
  rewardReason: GradeResult["rewardReason"],
  error?: unknown,
): Omit<GradeResult, "durationMs" | "outcome"> {
  return { reward, rewardReason, evidence: "none", integrity: untouched, testOutput: "", testTimeout: false, tests: new Map(), error };
}

/**
 * Decides whether a patch solves an instance: applies it in a fresh container, runs the eval script out of reach of the code under
 * test, and confirms a pass before it counts. Every verdict is a value, trouble with the engine included (`sandbox_error`, reward
 * null). Rejects only with the signal's reason on abort and with errors that are bugs. No container is left behind.
 */
export async function gradePatch(options: GradePatchOptions): Promise<GradeResult> {
  const { run, spentMs, stopUnused } = createRunner(options);
  const finish = (result: Omit<GradeResult, "durationMs" | "outcome">): GradeResult => {
    const outcome = result.reward === null ? "infra_error" : result.reward === 1 ? "resolved" : "unresolved";
    return { ...result, outcome, durationMs: spentMs() };
  };
  try {
    options.abortSignal?.throwIfAborted();
    if (blank.test(decoder.decode(options.patch))) return finish(withoutRun(0, "empty_patch"));
    return finish(await gradeApplied(options, run));
  } catch (error) {
    options.abortSignal?.throwIfAborted();
    if (!SweError.isInstance(error)) throw error;
    return finish(withoutRun(null, "sandbox_error", error));
  } finally {
    await stopUnused();
  }
}
