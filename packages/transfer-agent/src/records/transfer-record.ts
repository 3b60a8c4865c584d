import { z } from "zod";

/** What is known of an instance when its transfer has ended: one line of the run's journal, and what `status.json` tells. */
export interface TransferRecord {
  readonly schema_version: 1;
  readonly instance_id: string;
  readonly run_id: string;
  /** Hash of the entry's text. */
  readonly entry_hash: string;
  /** `infra_error` says nothing about the instance and is worth another try. */
  readonly outcome: "transferred" | "failed" | "infra_error";
  /** One sentence; null when transferred. */
  readonly reason: string | null;
  readonly exit_reason: TransferExitReason;
  /** Whether trying again without any change may help (infrastructure). */
  readonly is_retryable: boolean;
  readonly model: string;
  readonly docker_image: string | null;
  readonly image_id: string | null;
  /** With its sealing layers; null unless transferred. */
  readonly dockerfile: string | null;
  /** Complete; null unless transferred. */
  readonly eval_script: string | null;
  readonly network: "none" | "bridge" | null;
  readonly before_exit_code: number | null;
  readonly after_exit_code: number | null;
  readonly evidence: string | null;
  readonly fail_to_pass: readonly string[] | null;
  readonly pass_to_pass: readonly string[] | null;
  /** Tries of the model. */
  readonly iterations: number;
  readonly model_calls: number;
  /** US dollars; null when a call did not tell. */
  readonly cost: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly started_at: string;
  readonly finished_at: string;
  readonly duration_ms: number;
  readonly docker_image_pushed: string | null;
  readonly docker_image_digest: string | null;
  readonly docker_image_tarball: string | null;
}

/** Why an instance's transfer ended. */
export type TransferExitReason =
  | "baseline"
  | "validated"
  | "max_iterations"
  | "timeout"
  | "passes_without_patch"
  | "flaky"
  | "context_length"
  | "infra_error";

const nullableText = z.string().nullable();
const nullableNumber = z.number().nullable();
const nullableList = z.array(z.string()).nullable();

export const transferRecordSchema: z.ZodType<TransferRecord> = z.object({
  schema_version: z.literal(1),
  instance_id: z.string(),
  run_id: z.string(),
  entry_hash: z.string(),
  outcome: z.enum(["transferred", "failed", "infra_error"]),
  reason: nullableText,
  exit_reason: z.enum([
    "baseline",
    "validated",
    "max_iterations",
    "timeout",
    "passes_without_patch",
    "flaky",
    "context_length",
    "infra_error",
  ]),
  is_retryable: z.boolean(),
  model: z.string(),
  docker_image: nullableText,
  image_id: nullableText,
  dockerfile: nullableText,
  eval_script: nullableText,
  network: z.enum(["none", "bridge"]).nullable(),
  before_exit_code: nullableNumber,
  after_exit_code: nullableNumber,
  evidence: nullableText,
  fail_to_pass: nullableList,
  pass_to_pass: nullableList,
  iterations: z.number(),
  model_calls: z.number(),
  cost: nullableNumber,
  input_tokens: nullableNumber,
  output_tokens: nullableNumber,
  started_at: z.string(),
  finished_at: z.string(),
  duration_ms: z.number(),
  docker_image_pushed: nullableText,
  docker_image_digest: nullableText,
  docker_image_tarball: nullableText,
});
