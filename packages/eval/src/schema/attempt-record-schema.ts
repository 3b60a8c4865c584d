import { z } from "zod";
import type { AttemptError, AttemptRecord, TokenUsage } from "../record/attempt-record.ts";
import type { CaptureReport } from "../record/capture-report.ts";
import type { AttemptMetadata } from "../record/metadata.ts";
import { chatMessage } from "./messages.ts";
import {
  anyObject,
  cost,
  count,
  exitReason,
  hash,
  jsonObject,
  outcome,
  reward,
  rewardReason,
  seconds,
  secondsByPhase,
  timeStamp,
  trajectoryStep,
} from "./primitives.ts";

const error: z.ZodType<AttemptError> = z.strictObject({ code: z.string(), message: z.string(), phase: z.string(), retryable: z.boolean() });

const tokenUsage: z.ZodType<TokenUsage> = z.strictObject({
  input: z.number().nullable(),
  output: z.number().nullable(),
  total: z.number().nullable(),
  cached_input: z.number().nullable(),
  calls: count,
  calls_without_usage: count,
  conversation_total: z.number().min(0),
});

const capture: z.ZodType<CaptureReport> = z.strictObject({
  changed_files: count,
  left_out: z.array(z.strictObject({ path: z.string(), reason: z.enum(["ignored", "large"]) })),
  left_out_count: count,
  nested_repositories: z.array(z.string()),
  repository: z.enum(["present", "missing", "never_there"]),
  head_at_start: z.string().nullable(),
  head_at_end: z.string().nullable(),
  restored: z.boolean(),
});

/** A verdict, as it stands in rows and in what a later one has replaced. */
const verdict = { reward, reward_reason: rewardReason.nullable(), evidence: z.string().nullable(), integrity: anyObject };

const limit = z.number().nullable().describe("null = no limit");

/** A line of `<exp_name>.jsonl`. */
export const attemptRecordSchema: z.ZodType<AttemptRecord> = z.strictObject({
  schema_version: count,
  instance_id: z.string(),
  attempt: count,
  config_hash: hash.describe("of the settings in run_config.json"),
  outcome,
  ...verdict,
  exp_name: z.string(),
  model: z.string(),
  docker_image: z.string(),
  problem_statement: z.string(),
  exit_reason: exitReason,
  reward_calc_time: seconds,
  test_timeout: z.boolean(),
  output_patch: z.string(),
  output_patch_base64: z.base64().optional().describe("the exact bytes, where they are not UTF-8"),
  cost,
  spent_before: z
    .strictObject({ cost, tokens: count.nullable() })
    .optional()
    .describe("by earlier tries of the attempt that were stopped or lost"),
  token_usage: tokenUsage,
  seed: z.number().int().nullable(),
  temperature: z.number().nullable(),
  started_at: timeStamp,
  finished_at: timeStamp,
  durations: secondsByPhase,
  max_steps: limit,
  max_steps_absolute: limit,
  max_token_limit: limit,
  max_llm_time: limit,
  max_exec_time: limit,
  max_total_time: limit,
  capture: capture.nullable(),
  earlier_runs: z.array(z.strictObject({ exit_reason: exitReason, steps: count, temperature: z.number().nullable(), cost })),
  earlier_verdicts: z.array(z.strictObject(verdict)).optional(),
  error: error.nullable(),
  env_args: jsonObject,
  agent_args: jsonObject,
  history: z.array(chatMessage),
  trajectory_steps: z.array(trajectoryStep),
  test_output: z.string(),
  ds: anyObject.describe("the dataset entry as it was read"),
});

/** `<instance_id>/metadata.json`. */
export const metadataSchema: z.ZodType<AttemptMetadata> = z.strictObject({
  schema_version: count,
  instance_id: z.string(),
  attempt: count,
  docker_image: z.string(),
  repo: z.string().nullable(),
  issue_number: z.union([z.string(), z.number()]).nullable(),
  ...verdict,
  reward_calc_time: seconds,
  exit_reason: z.string(),
  outcome: z.string(),
  exp_name: z.string(),
  test_timeout: z.boolean(),
  token_usage: tokenUsage,
  cost,
  steps: count,
  durations: secondsByPhase,
  capture: capture.nullable(),
  error: error.nullable(),
});
