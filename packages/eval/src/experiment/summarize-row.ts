import type { AttemptSummary } from "@swe/batch";
import { type AttemptRow, wasCancelled } from "../record/attempt-row.ts";

/** What progress shows of an attempt. */
export function summarizeRow(row: AttemptRow): AttemptSummary {
  const isCancelled = wasCancelled(row);
  return {
    outcome: isCancelled ? undefined : row.outcome,
    label: labelOf(row),
    cost: row.cost ?? undefined,
    tokens: row.tokens ?? undefined,
    isCancelled,
  };
}

function labelOf(row: AttemptRow): string {
  if (wasCancelled(row)) return "cancelled";
  if (row.reward === null) return row.errorMessage ?? "not graded";
  return `reward ${String(row.reward)} (${row.rewardReason ?? row.exitReason}), ${String(row.steps)} steps`;
}
