import type { ExitReason, OutcomeClass, RewardReason } from "@swe/core";
import { z } from "zod";
import { parseRow } from "./parse-row.ts";
import type { AttemptRecord } from "./attempt-record.ts";

/** What is kept in memory of a line of `<exp_name>.jsonl`: enough for reports and for resuming. */
export interface AttemptRow {
  readonly instanceId: string;
  readonly attempt: number;
  readonly configHash: string;
  readonly outcome: OutcomeClass;
  readonly exitReason: ExitReason;
  readonly reward: 0 | 1 | null;
  readonly rewardReason: RewardReason | null;
  readonly cost: number | null;
  readonly tokens: number | null;
  /** By earlier tries that were stopped or lost. */
  readonly spentBefore: { readonly cost: number | null; readonly tokens: number | null } | null;
  readonly steps: number;
  readonly errorCode: string | null;
  readonly errorPhase: string | null;
  readonly errorMessage: string | null;
  readonly retryable: boolean;
}

const rowSchema = z.looseObject({
  instance_id: z.string(),
  attempt: z.number().int().min(0),
  config_hash: z.string(),
  outcome: z.enum(["resolved", "unresolved", "agent_error", "infra_error"]),
  exit_reason: z.string(),
  reward: z.union([z.literal(0), z.literal(1), z.null()]),
  reward_reason: z.string().nullable(),
  cost: z.number().nullable(),
  spent_before: z.object({ cost: z.number().nullable(), tokens: z.number().nullable() }).optional(),
  trajectory_steps: z.array(z.unknown()),
  token_usage: z.looseObject({ total: z.number().nullable() }),
  error: z.looseObject({ code: z.string(), phase: z.string(), message: z.string(), retryable: z.boolean() }).nullable(),
});

/** Reads a parsed line of the journal. Throws when it is not one of ours. */
export function parseAttemptRow(value: unknown): AttemptRow {
  const row = parseRow(rowSchema, value);
  return {
    instanceId: row.instance_id,
    attempt: row.attempt,
    configHash: row.config_hash,
    outcome: row.outcome,
    exitReason: row.exit_reason as ExitReason,
    reward: row.reward,
    rewardReason: row.reward_reason as RewardReason | null,
    cost: row.cost,
    tokens: row.token_usage.total,
    spentBefore: row.spent_before ?? null,
    steps: row.trajectory_steps.length,
    errorCode: row.error?.code ?? null,
    errorPhase: row.error?.phase ?? null,
    errorMessage: row.error?.message ?? null,
    retryable: row.error?.retryable ?? false,
  };
}

export function toAttemptRow(record: AttemptRecord): AttemptRow {
  return parseAttemptRow(record);
}

/** The key of an attempt: its folder below the output folder. */
export function attemptKey({ instanceId, attempt }: Pick<AttemptRow, "instanceId" | "attempt">): string {
  return attempt === 0 ? instanceId : `${instanceId}/attempt_${String(attempt)}`;
}

/** Ended for a reason that says nothing about the agent: to be done again on resume. */
export function isUnfinished(row: AttemptRow): boolean {
  return row.reward === null;
}

/** Whether the attempt's patch is the agent's last word: it was graded, or grading alone failed. */
export function hasVerdictOrPatch(row: AttemptRow): boolean {
  return row.reward !== null || (row.errorPhase === "grade" && !wasCancelled(row));
}

/** Stopped from outside: by the user, or by the ceiling of the whole run. */
export function wasCancelled(row: AttemptRow): boolean {
  return row.exitReason === "cancelled" || row.errorCode === "cancelled" || row.errorCode === "budget_exceeded";
}
