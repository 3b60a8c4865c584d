import type { ExitReason } from "@swe/core";
import type { AgentLimits } from "../contracts/limits.ts";

/** What limits look at before a call. */
export interface Progress {
  readonly stepsDone: number;
  readonly elapsedMs: number;
  readonly conversationTokens: number;
  readonly cost: number;
  readonly formatErrorsInARow: number;
}

/** The limit that forbids a further call, if any. */
export function checkLimits(progress: Progress, limits: AgentLimits): ExitReason | undefined {
  if (progress.stepsDone >= limits.maxStepsAbsolute) return "abs_step_limit";
  if (progress.elapsedMs >= limits.totalTimeoutMs) return "traj_time_limit";
  if (progress.conversationTokens >= limits.maxConversationTokens) return "token_limit";
  if (progress.cost >= limits.maxCost) return "cost_limit";
  const { maxConsecutiveFormatErrors } = limits;
  if (maxConsecutiveFormatErrors > 0 && progress.formatErrorsInARow >= maxConsecutiveFormatErrors) return "format_error_limit";
  return undefined;
}

/** Why an agent that finished by itself stopped; `stepsBefore` does not count the step it finished with. */
export function finishReasonOf(stepsBefore: number, limits: AgentLimits): ExitReason {
  if (stepsBefore < limits.maxSteps) return "agent";
  return stepsBefore === limits.maxSteps ? "max_step_limit" : "agent_max_step_limit";
}
