import { z } from "zod";
import type { GradeRow } from "../grade/grade-row.ts";
import type { RewardSummary } from "../record/reward-summary.ts";
import type { RunConfig } from "../record/run-config.ts";
import { anyObject, count, hash, jsonObject, reward, rewardReason, seconds, secondsByPhase, timeStamp } from "./primitives.ts";

const group = z.strictObject({ count, instance_ids: z.array(z.string()) });

/** `reward_summary.json`. */
export const rewardSummarySchema: z.ZodType<RewardSummary> = z.strictObject({
  total: count.describe("graded attempts"),
  reward_1: group,
  reward_0: group,
  not_graded: z.array(z.strictObject({ instance_id: z.string(), attempt: count, exit_reason: z.string(), reason: z.string() })),
  outcomes: z.strictObject({ resolved: count, unresolved: count, agent_error: count, infra_error: count }),
  cancelled: count,
  pass_at_k: z.record(z.string(), z.number().min(0).max(1)).optional(),
});

/** `run_config.json`. */
export const runConfigSchema: z.ZodType<RunConfig> = z.strictObject({
  schema_version: count,
  exp_name: z.string(),
  config_hash: hash,
  settings: jsonObject.describe("what decides the results; a run resumes only with the same"),
  invocation: jsonObject,
  images: z.record(z.string(), z.strictObject({ image_id: z.string(), digests: z.array(z.string()) })),
  versions: z.record(z.string(), z.string()),
  created_at: timeStamp,
  updated_at: timeStamp,
});

/** A line of what `swe-run grade` writes. */
export const gradeRowSchema: z.ZodType<GradeRow> = z.strictObject({
  schema_version: count,
  instance_id: z.string(),
  model_name_or_path: z.string().nullable(),
  attempt: count,
  reward,
  reward_reason: rewardReason.nullable(),
  outcome: z.enum(["resolved", "unresolved", "infra_error"]),
  evidence: z.string().nullable(),
  integrity: anyObject,
  test_timeout: z.boolean(),
  reward_calc_time: seconds,
  durations: secondsByPhase,
  test_output: z.string(),
  error: z.strictObject({ code: z.string(), message: z.string(), retryable: z.boolean() }).nullable(),
});
