import { outcomeClasses } from "@swe/core";
import { attemptKey, type AttemptRow, type RewardSummary, wasCancelled } from "@swe/eval";
import { textTable } from "./text-table.ts";

const maxRows = 60;

/** The table in the end: one line an attempt while they fit, then the classes apart. */
export function runReport(rows: readonly AttemptRow[], summary: RewardSummary, folder: string): string {
  const lines = rows.map((row) => [
    attemptKey(row),
    row.exitReason,
    outcomeOf(row),
    row.rewardReason ?? row.errorCode ?? "",
    String(row.steps),
    money(row.cost),
  ]);
  const table =
    rows.length > 0 && rows.length <= maxRows
      ? `${textTable(["attempt", "exit reason", "outcome", "why", "steps", "cost"], lines)}\n\n`
      : "";
  const counts = [
    ...outcomeClasses.map((outcome) => [outcome, String(summary.outcomes[outcome])]),
    ["cancelled", String(summary.cancelled)],
  ];
  return `${table}${textTable(["outcome", "attempts"], counts)}\n\n${conclusion(rows, summary)}\nwritten to ${folder}`;
}

function conclusion(rows: readonly AttemptRow[], { total, reward_1, pass_at_k }: RewardSummary): string {
  const share = total === 0 ? "" : ` (${((100 * reward_1.count) / total).toFixed(1)} %)`;
  const known = rows.map(({ cost }) => cost).filter((cost) => cost !== null);
  const cost = known.length === 0 ? "cost unknown" : `cost ${money(known.reduce((sum, part) => sum + part, 0))}`;
  const estimates = Object.entries(pass_at_k ?? {}).map(([k, value]) => `pass@${k} ${(100 * value).toFixed(1)} %`);
  return [`graded ${String(total)}, reward 1: ${String(reward_1.count)}${share}`, cost, ...estimates].join(", ");
}

function outcomeOf(row: AttemptRow): string {
  return wasCancelled(row) ? "cancelled" : row.outcome;
}

function money(cost: number | null): string {
  return cost === null ? "-" : `$${cost.toFixed(4)}`;
}
