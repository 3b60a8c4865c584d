import { outcomeClasses, type OutcomeClass } from "@swe/core";
import { type AttemptRow, isUnfinished, wasCancelled } from "./attempt-row.ts";
import { passAtK } from "./pass-at-k.ts";

export interface RewardGroup {
  readonly count: number;
  /** One id for each attempt, so an instance may be named more than once. */
  readonly instance_ids: readonly string[];
}

export interface NotGraded {
  readonly instance_id: string;
  readonly attempt: number;
  readonly exit_reason: string;
  readonly reason: string;
}

/** Content of `reward_summary.json`. */
export interface RewardSummary {
  /** Graded attempts. */
  readonly total: number;
  readonly reward_1: RewardGroup;
  readonly reward_0: RewardGroup;
  readonly not_graded: readonly NotGraded[];
  /** Attempts by class; cancelled ones are in none of them. */
  readonly outcomes: Readonly<Record<OutcomeClass, number>>;
  readonly cancelled: number;
  /** Estimated chance that at least one of k attempts has reward 1, averaged over the instances; only with several attempts. */
  readonly pass_at_k?: Readonly<Record<string, number>> | undefined;
}

/** The summary of a run, from what is known of its attempts. */
export function summarizeRewards(rows: readonly AttemptRow[]): RewardSummary {
  const graded = rows.filter((row) => row.reward !== null);
  const cancelled = rows.filter(wasCancelled);
  const group = (reward: 0 | 1): RewardGroup => {
    const ids = graded.filter((row) => row.reward === reward).map((row) => row.instanceId);
    return { count: ids.length, instance_ids: ids };
  };
  const counted = rows.filter((row) => !wasCancelled(row));
  const count = (outcome: OutcomeClass): number => counted.filter((row) => row.outcome === outcome).length;
  const summary: RewardSummary = {
    total: graded.length,
    reward_1: group(1),
    reward_0: group(0),
    not_graded: rows.filter(isUnfinished).map((row) => ({
      instance_id: row.instanceId,
      attempt: row.attempt,
      exit_reason: row.exitReason,
      reason: row.errorMessage ?? (wasCancelled(row) ? "cancelled" : (row.rewardReason ?? "unknown")),
    })),
    outcomes: Object.fromEntries(outcomeClasses.map((outcome) => [outcome, count(outcome)])) as Record<OutcomeClass, number>,
    cancelled: cancelled.length,
  };
  const estimates = passAtK(graded);
  return estimates === undefined ? summary : { ...summary, pass_at_k: estimates };
}
