/**
 * What became of an attempt. `resolved` and `unresolved` are graded; `agent_error` is the agent's own failure to finish
 * properly (graded as well, reward 0 or what its patch earns); `infra_error` is ours or the provider's and counts against nobody.
 */
export type OutcomeClass = "resolved" | "unresolved" | "agent_error" | "infra_error";

export const outcomeClasses: readonly OutcomeClass[] = ["resolved", "unresolved", "agent_error", "infra_error"];

/** Why an agent stopped. */
export type ExitReason =
  | "agent"
  | "max_step_limit"
  | "agent_max_step_limit"
  | "abs_step_limit"
  | "token_limit"
  | "traj_time_limit"
  | "llm_query_error"
  | "cost_limit"
  | "format_error_limit"
  | "cancelled"
  | "sandbox_error";

/** Why a reward is what it is. */
export type RewardReason =
  | "passed"
  | "tests_failed"
  | "no_marker"
  | "no_evidence"
  | "forged_marker"
  | "not_confirmed"
  | "timeout"
  | "patch_not_applied"
  | "empty_patch"
  | "test_patch_not_applied"
  | "eval_error"
  | "sandbox_error";
