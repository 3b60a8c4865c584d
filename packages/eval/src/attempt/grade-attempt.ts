import type { SandboxHandle } from "@swe/core";
import { type GradeResult, gradePatch, type Integrity, judgeRun, prewarmGrader, type PrewarmedGrader, runEvalScript } from "@swe/grading";
import type { AttemptServices } from "./attempt-services.ts";
import type { AttemptSettings } from "./attempt-settings.ts";
import type { AttemptTask } from "./attempt-task.ts";
import { effectiveLimits } from "./plan-runs.ts";

export interface GradeAttemptOptions {
  readonly task: AttemptTask;
  readonly attempt: number;
  readonly settings: AttemptSettings;
  readonly services: AttemptServices;
  readonly patch: Uint8Array;
  /** The agent's container, when it is to be graded in. */
  readonly agentSandbox?: SandboxHandle | undefined;
  readonly prewarmed?: PrewarmedGrader | undefined;
  readonly abortSignal: AbortSignal;
}

/** Starts the container for grading while the agent works, where one will be needed. */
export function prewarm(options: Omit<GradeAttemptOptions, "patch">): PrewarmedGrader | undefined {
  const { settings, task, services } = options;
  if (settings.gradeIn === "agent") return undefined;
  const { totalTimeoutMs } = effectiveLimits(settings);
  const waitMs = totalTimeoutMs * Math.max(settings.maxIterations ?? 1, settings.numRestarts ?? 1);
  return prewarmGrader({
    ...shared(options),
    image: task.image.image,
    provider: services.provider,
    network: task.entry.instance.network,
    waitMs,
  });
}

/** Decides the reward of a patch. Rejects only with the signal's reason and with bugs. */
export async function gradeAttempt(options: GradeAttemptOptions): Promise<GradeResult> {
  const { task, settings, services, patch, agentSandbox, prewarmed } = options;
  if (agentSandbox !== undefined && patch.length > 0) {
    return services.gradingSlots(() => gradeInPlace(options, agentSandbox));
  }
  const ready = prewarmed?.take();
  try {
    return await gradePatch({
      ...shared(options),
      provider: services.provider,
      image: task.image.image,
      instance: task.entry.instance,
      patch,
      patchOrigin: "captured",
      confirm: settings.confirm,
      slots: services.gradingSlots,
      prewarmed: ready,
    });
  } finally {
    // Aborted before the grader took it over, it would be nobody's.
    await (await ready?.catch(() => undefined))?.stop();
  }
}

function shared({ attempt, settings, services, task, abortSignal }: Omit<GradeAttemptOptions, "patch">) {
  const owner = { runId: services.runId, instanceId: task.entry.instance.instanceId, attempt };
  return { owner, abortSignal, timeoutMs: settings.rewardTimeoutMs, workdir: settings.workdir, limits: settings.sandboxLimits };
}

const untouched: Integrity = {
  touched_tests: [],
  touched_infrastructure: [],
  restored: [],
  kept: [],
  infra: "not_run",
  probe: "not_run",
  flags: ["graded_in_agent_container"],
};

/** The way of systems without a second container: whatever the agent did to this one has a say in the verdict. */
async function gradeInPlace({ task, settings, abortSignal }: GradeAttemptOptions, sandbox: SandboxHandle): Promise<GradeResult> {
  const run = await runEvalScript(sandbox, {
    script: task.entry.instance.evalScript,
    timeoutMs: settings.rewardTimeoutMs ?? 300_000,
    abortSignal,
  });
  const { reward, reason, evidence } = judgeRun(run, task.entry.instance);
  return {
    reward,
    rewardReason: reason,
    outcome: reward === 1 ? "resolved" : "unresolved",
    evidence,
    integrity: untouched,
    testOutput: run.log,
    testTimeout: run.timedOut,
    tests: run.tests,
    durationMs: run.durationMs,
    error: undefined,
  };
}
