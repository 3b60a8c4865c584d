import type { JsonValue } from "@swe/core";

/** One step as it is written into output files. Times are seconds; unknown token counts are null. */
export interface TrajectoryStep {
  /** From 0. */
  readonly step_idx: number;
  readonly thought: string;
  /** The call in tag form, whatever the mode; empty when the reply held none. */
  readonly action: string;
  readonly observation: string;
  readonly done: boolean;
  readonly info: Readonly<Record<string, JsonValue>>;
  readonly token_usage_prompt: number | null;
  readonly token_usage_completion: number | null;
  readonly token_usage_total: number | null;
  readonly llm_exec_time: number;
  readonly env_exec_time: number;
  readonly total_step_time: number;
  /** Since the start of the run. */
  readonly total_time_traj: number;
  /** Steps done, this one included. */
  readonly step_count: number;
}
