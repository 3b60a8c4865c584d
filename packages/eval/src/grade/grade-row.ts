import type { RewardReason } from "@swe/core";
import { z } from "zod";
import { parseRow } from "../record/parse-row.ts";
import { schemaVersion } from "../record/attempt-record.ts";
import type { StoredVerdict } from "./grade-stored-patch.ts";

/** One line of what `swe-run grade` writes. */
export interface GradeRow {
  readonly schema_version: number;
  readonly instance_id: string;
  readonly model_name_or_path: string | null;
  /** Which of several predictions of the same model for the instance, from 0. */
  readonly attempt: number;
  readonly reward: 0 | 1 | null;
  readonly reward_reason: RewardReason | null;
  readonly outcome: "resolved" | "unresolved" | "infra_error";
  readonly evidence: string | null;
  readonly integrity: Readonly<Record<string, unknown>>;
  readonly test_timeout: boolean;
  /** Seconds. */
  readonly reward_calc_time: number;
  readonly durations: Readonly<Record<string, number>>;
  readonly test_output: string;
  readonly error: StoredVerdict["error"] | null;
}

/** What is kept in memory of a line. */
export type GradeSummary = Pick<
  GradeRow,
  "instance_id" | "model_name_or_path" | "attempt" | "reward" | "reward_reason" | "outcome" | "error"
>;

const summarySchema = z.looseObject({
  instance_id: z.string(),
  model_name_or_path: z.string().nullable(),
  attempt: z.number(),
  reward: z.union([z.literal(0), z.literal(1), z.null()]),
  reward_reason: z.string().nullable(),
  outcome: z.enum(["resolved", "unresolved", "infra_error"]),
  error: z.looseObject({ code: z.string(), message: z.string(), retryable: z.boolean() }).nullable(),
});

export function parseGradeSummary(value: unknown): GradeSummary {
  const { instance_id, model_name_or_path, attempt, reward, reward_reason, outcome, error } = parseRow(summarySchema, value);
  return { instance_id, model_name_or_path, attempt, reward, reward_reason: reward_reason as RewardReason | null, outcome, error };
}

/** Tells predictions apart. */
export function gradeKey(row: Pick<GradeRow, "instance_id" | "model_name_or_path" | "attempt">): string {
  const model = row.model_name_or_path === null ? "" : ` by ${row.model_name_or_path}`;
  return `${row.instance_id}${row.attempt === 0 ? "" : `/attempt_${String(row.attempt)}`}${model}`;
}

export interface GradeRowFacts {
  readonly instanceId: string;
  readonly model: string | undefined;
  readonly attempt: number;
  readonly verdict: StoredVerdict;
  /** Milliseconds from taking it up to the verdict, waiting included. */
  readonly totalMs: number;
}

export function toGradeRow({ instanceId, model, attempt, verdict, totalMs }: GradeRowFacts): GradeRow {
  const { grade, error } = verdict;
  return {
    schema_version: schemaVersion,
    instance_id: instanceId,
    model_name_or_path: model ?? null,
    attempt,
    reward: grade?.reward ?? null,
    reward_reason: grade?.rewardReason ?? (error === undefined || error.code === "cancelled" ? null : "sandbox_error"),
    outcome: grade?.outcome ?? "infra_error",
    evidence: grade?.evidence ?? null,
    integrity: { ...grade?.integrity },
    test_timeout: grade?.testTimeout ?? false,
    reward_calc_time: (grade?.durationMs ?? 0) / 1000,
    durations: { grade: (grade?.durationMs ?? 0) / 1000, total: Math.round(totalMs) / 1000 },
    test_output: grade?.testOutput ?? "",
    error: error ?? null,
  };
}
