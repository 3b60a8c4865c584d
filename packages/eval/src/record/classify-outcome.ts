import type { ExitReason, OutcomeClass } from "@swe/core";

export interface OutcomeFacts {
  readonly exitReason: ExitReason;
  readonly reward: 0 | 1 | null;
  /** The model's provider or the sandbox failed, and not by the agent's doing. */
  readonly infra: boolean;
}

/** Ends that are the agent's own failure to finish. Using up the soft limit of steps is not one. */
const agentFailures: ReadonlySet<ExitReason> = new Set<ExitReason>([
  "agent_max_step_limit",
  "abs_step_limit",
  "token_limit",
  "traj_time_limit",
  "llm_query_error",
  "cost_limit",
  "format_error_limit",
  "sandbox_error",
]);

/** The class of an attempt. What was not graded says nothing about the agent, so it is `infra_error`. */
export function classifyOutcome({ exitReason, reward, infra }: OutcomeFacts): OutcomeClass {
  if (infra || reward === null) return "infra_error";
  if (reward === 1) return "resolved";
  return agentFailures.has(exitReason) ? "agent_error" : "unresolved";
}
