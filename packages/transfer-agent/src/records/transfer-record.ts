import { z } from "zod";

const nullableNumber = z.number().nullable();

/** What is known of an instance when its transfer has ended: one line of the run's journal, and what `status.json` tells. */
export const transferRecordSchema = z.object({
  schema_version: z.literal(1),
  instance_id: z.string(),
  run_id: z.string(),
  /** Hash of the entry's text. */
  entry_hash: z.string(),
  /** `infra_error` says nothing about the instance and is worth another try. */
  outcome: z.enum(["transferred", "failed", "infra_error"]),
  /** One sentence; null when transferred. */
  reason: z.string().nullable(),
  exit_reason: z.enum([
    "baseline",
    "validated",
    "max_iterations",
    "timeout",
    "passes_without_patch",
    "flaky",
    "gold_patch_rejected",
    "context_length",
    "infra_error",
  ]),
  /** Whether trying again without any change may help (infrastructure). */
  is_retryable: z.boolean(),
  model: z.string(),
  docker_image: z.string().nullable(),
  image_id: z.string().nullable(),
  /** With its sealing layers; null unless transferred. */
  dockerfile: z.string().nullable(),
  /** Complete; null unless transferred. */
  eval_script: z.string().nullable(),
  network: z.enum(["none", "bridge"]).nullable(),
  before_exit_code: nullableNumber,
  after_exit_code: nullableNumber,
  evidence: z.string().nullable(),
  fail_to_pass: z.array(z.string()).nullable(),
  pass_to_pass: z.array(z.string()).nullable(),
  /** Tries of the model. */
  iterations: z.number(),
  model_calls: z.number(),
  /** US dollars; null when a call did not tell. */
  cost: nullableNumber,
  input_tokens: nullableNumber,
  output_tokens: nullableNumber,
  started_at: z.string(),
  finished_at: z.string(),
  duration_ms: z.number(),
  docker_image_pushed: z.string().nullable(),
  docker_image_digest: z.string().nullable(),
  docker_image_tarball: z.string().nullable(),
});

export type TransferRecord = z.infer<typeof transferRecordSchema>;
export type TransferExitReason = TransferRecord["exit_reason"];
