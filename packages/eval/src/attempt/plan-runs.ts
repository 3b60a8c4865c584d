import { type AgentLimits, mergeLimits } from "@swe/agent";
import { InputError } from "@swe/core";
import type { AttemptSettings } from "./attempt-settings.ts";

/** One run of the agent within an attempt. */
export interface PlannedRun {
  readonly limits: AgentLimits;
  readonly temperature: number | undefined;
  /** In a container of its own rather than in that of the run before. */
  readonly fresh: boolean;
}

/** The limits in force: the caller's, then the agent file's, then the scaffold's. */
export function effectiveLimits({ scaffold, agentConfig, limits }: AttemptSettings): AgentLimits {
  const applied = agentConfig?.apply(scaffold) ?? scaffold;
  return mergeLimits(applied.defaults.limits, agentConfig?.limits, limits);
}

/** The runs that an attempt may take; it ends with the first in which the agent finishes by itself. Throws `InputError` for settings that exclude each other. */
export function planRuns(settings: AttemptSettings): readonly PlannedRun[] {
  const { maxIterations = 1, numRestarts = 1, temperature } = settings;
  if (maxIterations > 1 && numRestarts > 1) {
    throw new InputError({
      message: "max_iterations and num_restarts exclude each other.",
      remedy: "Use max_iterations for tries in fresh containers, num_restarts for fresh conversations in one container.",
    });
  }
  const limits = effectiveLimits(settings);
  if (maxIterations > 1) {
    const warmth = [0, 0.1, 0.2];
    return Array.from({ length: maxIterations }, (_, index) => ({ limits, temperature: warmth[Math.min(index, 2)], fresh: true }));
  }
  const share = (steps: number): number => (Number.isFinite(steps) ? Math.max(1, Math.floor(steps / numRestarts)) : steps);
  const shared = { ...limits, maxSteps: share(limits.maxSteps), maxStepsAbsolute: share(limits.maxStepsAbsolute) };
  return Array.from({ length: numRestarts }, (_, index) => ({ limits: shared, temperature, fresh: index === 0 }));
}

const aWeekMs = 7 * 86_400_000;

/** How long the agent's part may take in all; containers live a little longer. Bounded even where the settings are not. */
export function agentTimeMs(settings: AttemptSettings): number {
  const runs = Math.max(settings.maxIterations ?? 1, settings.numRestarts ?? 1);
  return Math.min(effectiveLimits(settings).totalTimeoutMs * runs, aWeekMs);
}
