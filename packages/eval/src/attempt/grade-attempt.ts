import { type SandboxHandle, stopSandboxesOn } from "@swe/core";
import { gradeInSandbox, gradePatch, type GradeResult, prewarmGrader, type PrewarmedGrader } from "@swe/grading";
import type { AttemptServices } from "./attempt-services.ts";
import type { AttemptSettings } from "./attempt-settings.ts";
import type { AttemptTask } from "./attempt-task.ts";
import { agentTimeMs } from "./plan-runs.ts";

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
  const waitMs = agentTimeMs(settings);
  return prewarmGrader({
    ...shared(options),
    image: task.image.image,
    provider: stopSandboxesOn(services.provider, options.abortSignal),
    network: task.entry.instance.network,
    waitMs,
  });
}

/** Decides the reward of a patch. Rejects only with the signal's reason and with bugs. */
export async function gradeAttempt(options: GradeAttemptOptions): Promise<GradeResult> {
  const { task, settings, services, patch, agentSandbox, prewarmed } = options;
  const { instance } = task.entry;
  if (agentSandbox !== undefined && patch.length > 0) {
    const { rewardTimeoutMs: timeoutMs, workdir } = settings;
    return services.gradingSlots(() =>
      gradeInSandbox({ sandbox: agentSandbox, instance, timeoutMs, workdir, abortSignal: options.abortSignal }),
    );
  }
  return gradePatch({
    ...shared(options),
    provider: stopSandboxesOn(services.provider, options.abortSignal),
    image: task.image.image,
    instance,
    patch,
    patchOrigin: "captured",
    confirm: settings.confirm,
    slots: services.gradingSlots,
    prewarmed: prewarmed?.take(),
  });
}

function shared({ attempt, settings, services, task, abortSignal }: Omit<GradeAttemptOptions, "patch">) {
  const owner = { runId: services.runId, instanceId: task.entry.instance.instanceId, attempt };
  return { owner, abortSignal, timeoutMs: settings.rewardTimeoutMs, workdir: settings.workdir, limits: settings.sandboxLimits };
}
