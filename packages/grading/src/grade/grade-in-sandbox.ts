import { SweError, type SandboxHandle } from "@swe/core";
import { runEvalScript } from "../run/run-eval-script.ts";
import { judgeRun } from "../verdict/judge-run.ts";
import type { GradableInstance } from "./grade-options.ts";
import type { GradeResult } from "./grade-result.ts";
import { defaultTimeoutMs } from "./open-grader.ts";

/** Options of {@link gradeInSandbox}. */
export interface GradeInSandboxOptions {
  /** Stays the caller's: it is not stopped here. */
  readonly sandbox: SandboxHandle;
  readonly instance: GradableInstance;
  /** @default 300_000 */
  readonly timeoutMs?: number | undefined;
  readonly workdir?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * Runs the eval script where the agent worked, as the reference does. Whatever the agent did there may decide the verdict, nothing
 * is confirmed, and `graded_in_agent_container` says so. Rejects with the signal's reason on abort.
 */
export async function gradeInSandbox(options: GradeInSandboxOptions): Promise<GradeResult> {
  const { sandbox, instance, timeoutMs = defaultTimeoutMs, workdir, abortSignal } = options;
  const startedAt = performance.now();
  const integrity: GradeResult["integrity"] = {
    touched_tests: [],
    touched_infrastructure: [],
    restored: [],
    kept: [],
    infra: "not_run",
    probe: "not_run",
    flags: ["graded_in_agent_container"],
  };
  const durationMs = (): number => Math.round(performance.now() - startedAt);
  try {
    const run = await runEvalScript(sandbox, { script: instance.evalScript, timeoutMs, workdir, abortSignal });
    const { reward, reason, evidence } = judgeRun(run, instance);
    return {
      reward,
      rewardReason: reason,
      outcome: reward === 1 ? "resolved" : "unresolved",
      evidence,
      integrity,
      testOutput: run.log,
      testTimeout: run.timedOut,
      tests: run.tests,
      durationMs: durationMs(),
      error: undefined,
    };
  } catch (error) {
    abortSignal?.throwIfAborted();
    if (!SweError.isInstance(error)) throw error;
    const nothing = { evidence: "none", testOutput: "", testTimeout: false, tests: new Map() } as const;
    return { ...nothing, reward: null, rewardReason: "sandbox_error", outcome: "infra_error", integrity, durationMs: durationMs(), error };
  }
}
