import type { TrajectoryStep } from "@swe/agent";
import type { ExitReason, JsonValue, OutcomeClass, RewardReason } from "@swe/core";
import { z } from "zod";

const json: z.ZodType<JsonValue> = z.json();
export const jsonObject: z.ZodType<Readonly<Record<string, JsonValue>>> = z.record(z.string(), json);
export const anyObject: z.ZodType<Readonly<Record<string, unknown>>> = z.record(z.string(), z.unknown());
export const count: z.ZodType<number> = z.number().int().min(0);
export const seconds: z.ZodType<number> = z.number().min(0).describe("seconds");
export const secondsByPhase: z.ZodType<Readonly<Record<string, number>>> = z.record(z.string(), seconds);
export const reward: z.ZodType<0 | 1 | null> = z
  .union([z.literal(0), z.literal(1), z.null()])
  .describe("null = not graded: the infrastructure failed, or the attempt was cancelled");
export const cost: z.ZodType<number | null> = z.number().min(0).nullable().describe("US dollars; null = unknown");
export const timeStamp: z.ZodType<string> = z.iso.datetime();
export const hash: z.ZodType<string> = z.string().regex(/^[0-9a-f]{64}$/);

export const outcome: z.ZodType<OutcomeClass> = z.enum(["resolved", "unresolved", "agent_error", "infra_error"]);

export const exitReason: z.ZodType<ExitReason> = z.enum([
  "agent",
  "max_step_limit",
  "agent_max_step_limit",
  "abs_step_limit",
  "token_limit",
  "traj_time_limit",
  "llm_query_error",
  "cost_limit",
  "format_error_limit",
  "cancelled",
  "sandbox_error",
]);

export const rewardReason: z.ZodType<RewardReason> = z.enum([
  "passed",
  "tests_failed",
  "no_marker",
  "no_evidence",
  "forged_marker",
  "not_confirmed",
  "timeout",
  "patch_not_applied",
  "empty_patch",
  "test_patch_not_applied",
  "eval_error",
  "sandbox_error",
]);

const tokens = z.number().int().min(0).nullable().describe("null = unknown");

export const trajectoryStep: z.ZodType<TrajectoryStep> = z.strictObject({
  step_idx: count,
  thought: z.string(),
  action: z.string().describe("the call in tag form; empty when the reply held none"),
  observation: z.string(),
  done: z.boolean(),
  info: jsonObject,
  token_usage_prompt: tokens,
  token_usage_completion: tokens,
  token_usage_total: tokens,
  llm_exec_time: seconds,
  env_exec_time: seconds,
  total_step_time: seconds,
  total_time_traj: seconds,
  step_count: count,
});
