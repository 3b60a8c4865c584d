import type { TrajectoryStep } from "@swe/agent";
import type { ChatMessage, ExitReason, JsonValue, OutcomeClass, RewardReason } from "@swe/core";
import type { CaptureReport } from "./capture-report.ts";

/** Number of the format; raised when a field changes its meaning. */
export const schemaVersion = 1;

/** Tokens over all runs of an attempt; null = no call told. */
export interface TokenUsage {
  readonly input: number | null;
  readonly output: number | null;
  readonly total: number | null;
  readonly cached_input: number | null;
  readonly calls: number;
  /** Calls that told nothing; the sums leave them out. */
  readonly calls_without_usage: number;
  /** Of the conversation that counts, at its end. */
  readonly conversation_total: number;
}

/** What went wrong, where the attempt is not the agent's doing. */
export interface AttemptError {
  /** Code of the error, see `SweError.code`; `internal` for a bug. */
  readonly code: string;
  readonly message: string;
  /** What was being done. */
  readonly phase: string;
  readonly retryable: boolean;
}

/** An earlier run of the same attempt that was given up for a new one (`max_iterations`, `num_restarts`). */
export interface EarlierRun {
  readonly exit_reason: ExitReason;
  readonly steps: number;
  readonly temperature: number | null;
  readonly cost: number | null;
}

/** A verdict that a later grading has replaced. */
export interface EarlierVerdict {
  readonly reward: 0 | 1 | null;
  readonly reward_reason: RewardReason | null;
  readonly evidence: string | null;
  readonly integrity: Readonly<Record<string, unknown>>;
}

/** One line of `<exp_name>.jsonl`. Times ending in `_time` and all `max_*_time` are seconds; unknown counts and costs are null. */
export interface AttemptRecord {
  readonly schema_version: number;
  readonly instance_id: string;
  /** From 0; more than one with `n_samples`. */
  readonly attempt: number;
  /** Hash of the settings that decide the result, see `run_config.json`. */
  readonly config_hash: string;
  readonly outcome: OutcomeClass;
  readonly trajectory_steps: readonly TrajectoryStep[];
  readonly problem_statement: string;
  readonly docker_image: string;
  readonly exp_name: string;
  readonly env_args: Readonly<Record<string, JsonValue>>;
  readonly agent_args: Readonly<Record<string, JsonValue>>;
  /** The dataset entry as it was read. */
  readonly ds: Readonly<Record<string, unknown>>;
  /** Limits; null = none. */
  readonly max_steps: number | null;
  readonly max_steps_absolute: number | null;
  readonly max_token_limit: number | null;
  readonly max_llm_time: number | null;
  readonly max_exec_time: number | null;
  readonly max_total_time: number | null;
  readonly exit_reason: ExitReason;
  /** Text of the patch. `output_patch.diff` holds the exact bytes. */
  readonly output_patch: string;
  /** Present where the patch is not valid UTF-8. */
  readonly output_patch_base64?: string | undefined;
  /** null = not graded: the infrastructure failed, or the attempt was cancelled. */
  readonly reward: 0 | 1 | null;
  readonly reward_reason: RewardReason | null;
  readonly reward_calc_time: number;
  readonly test_output: string;
  readonly test_timeout: boolean;
  readonly evidence: string | null;
  readonly integrity: Readonly<Record<string, unknown>>;
  /** The conversation as sent to the model. */
  readonly history: readonly ChatMessage[];
  readonly token_usage: TokenUsage;
  /** US dollars over all runs of the attempt. */
  readonly cost: number | null;
  /** What earlier tries of the attempt used, which were stopped or lost and of which nothing else is left. */
  readonly spent_before?: { readonly cost: number | null; readonly tokens: number | null } | undefined;
  readonly model: string;
  readonly seed: number | null;
  readonly temperature: number | null;
  /** ISO 8601. */
  readonly started_at: string;
  readonly finished_at: string;
  /** Seconds by phase. */
  readonly durations: Readonly<Record<string, number>>;
  readonly capture: CaptureReport | null;
  readonly earlier_runs: readonly EarlierRun[];
  readonly error: AttemptError | null;
  /** Present once the patch was graded again. */
  readonly earlier_verdicts?: readonly EarlierVerdict[] | undefined;
}
