import { type AgentResult, runAgent } from "@swe/agent";
import { capturePatch, type CapturedPatch } from "../snapshot/capture-patch.ts";
import type { Snapshot } from "../snapshot/create-snapshot.ts";
import { openPristine, type OpenWorkplaceOptions, type Workplace } from "./agent-workplace.ts";
import type { AgentPhaseOptions } from "./agent-phase.ts";
import { agentTimeMs, type PlannedRun } from "./plan-runs.ts";

/** One run of the agent and the patch that it left. */
export interface FinishedRun {
  readonly result: AgentResult;
  readonly snapshot: Snapshot;
  readonly imageId: string;
  readonly planned: PlannedRun;
  readonly workplace: Workplace;
  /** Undefined when it could not be taken; `captureError` tells why. */
  readonly captured: CapturedPatch | undefined;
  readonly captureError: unknown;
}

/** Runs the agent in a workplace and takes the patch, however the run ended. */
export async function runAgentOnce(options: AgentPhaseOptions, planned: PlannedRun, workplace: Workplace): Promise<FinishedRun> {
  const { settings, services, task, log, stopwatch, abortSignal, onPhase } = options;
  const { instance } = task.entry;
  const { sandbox, snapshot } = workplace;
  onPhase?.("agent");
  const run = runAgent({
    scaffold: settings.scaffold,
    model: services.model,
    sandbox,
    task: { problemStatement: instance.problemStatement ?? "", instanceId: instance.instanceId, attempt: options.attempt },
    mode: settings.mode,
    limits: planned.limits,
    agentConfig: settings.agentConfig,
    temperature: planned.temperature,
    seed: settings.seed,
    fnFallback: settings.fnFallback,
    countTokens: services.countTokens,
    clock: services.clock,
    abortSignal,
    onEvent: async (event) => {
      if (event.type === "model-start") onPhase?.(`step ${String(event.stepIndex + 1)}`);
      await log.event(event);
    },
  });
  const result = await stopwatch.time("agent", () => run.result);
  onPhase?.("patch");
  const taken = await stopwatch.time("patch", () => takePatch(options, workplace));
  if (taken.captured !== undefined) {
    const { patch, changedFiles } = taken.captured;
    await options.files.writePatch(patch);
    await log.note(`patch taken: ${String(patch.length)} bytes, ${String(changedFiles.length)} files`);
  }
  return { result, snapshot, planned, workplace, imageId: sandbox.imageId, ...taken };
}

/** What the containers of an attempt are started with. */
export function workplaceOptions(options: AgentPhaseOptions): OpenWorkplaceOptions {
  const { task, attempt, settings, services, abortSignal } = options;
  const grading = 3 * (settings.rewardTimeoutMs ?? 300_000);
  const lifetimeMs = agentTimeMs(settings) + grading + 1_800_000;
  return { task, attempt, settings, services, lifetimeMs, abortSignal };
}

/** Goes on when the attempt is cancelled: only the second signal stops it. */
async function takePatch(
  options: AgentPhaseOptions,
  { sandbox, snapshot }: Workplace,
): Promise<Pick<FinishedRun, "captured" | "captureError">> {
  const abortSignal = options.hardAbortSignal ?? new AbortController().signal;
  const opened: AsyncDisposable[] = [];
  const pristine = async () => {
    const fresh = await openPristine({ ...workplaceOptions(options), abortSignal });
    opened.push(fresh);
    return fresh;
  };
  try {
    return { captured: await capturePatch(sandbox, snapshot, { pristine, abortSignal }), captureError: undefined };
  } catch (error) {
    return { captured: undefined, captureError: error };
  } finally {
    for (const fresh of opened) await fresh[Symbol.asyncDispose]();
  }
}
