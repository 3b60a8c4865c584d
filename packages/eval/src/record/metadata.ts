import type { Instance } from "@swe/core";
import type { AttemptRecord, TokenUsage } from "./attempt-record.ts";

/** Content of `<instance_id>/metadata.json`. */
export interface AttemptMetadata {
  readonly schema_version: number;
  readonly instance_id: string;
  readonly attempt: number;
  readonly docker_image: string;
  readonly repo: string | null;
  readonly issue_number: string | number | null;
  readonly reward: 0 | 1 | null;
  readonly reward_reason: string | null;
  /** Seconds. */
  readonly reward_calc_time: number;
  readonly exit_reason: string;
  readonly outcome: string;
  readonly exp_name: string;
  readonly test_timeout: boolean;
  readonly token_usage: TokenUsage;
  readonly cost: number | null;
  readonly steps: number;
  /** Seconds by phase. */
  readonly durations: AttemptRecord["durations"];
  readonly evidence: string | null;
  readonly integrity: AttemptRecord["integrity"];
  readonly capture: AttemptRecord["capture"];
  readonly error: AttemptRecord["error"];
}

export function toMetadata(record: AttemptRecord, instance: Pick<Instance, "repo" | "issueNumbers">): AttemptMetadata {
  return {
    schema_version: record.schema_version,
    instance_id: record.instance_id,
    attempt: record.attempt,
    docker_image: record.docker_image,
    repo: instance.repo ?? null,
    issue_number: issueNumber(record.ds["issue_number"]) ?? instance.issueNumbers[0] ?? null,
    reward: record.reward,
    reward_reason: record.reward_reason,
    reward_calc_time: record.reward_calc_time,
    exit_reason: record.exit_reason,
    outcome: record.outcome,
    exp_name: record.exp_name,
    test_timeout: record.test_timeout,
    token_usage: record.token_usage,
    cost: record.cost,
    steps: record.trajectory_steps.length,
    durations: record.durations,
    evidence: record.evidence,
    integrity: record.integrity,
    capture: record.capture,
    error: record.error,
  };
}

function issueNumber(value: unknown): string | number | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}
