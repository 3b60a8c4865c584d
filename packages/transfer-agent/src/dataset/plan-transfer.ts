import type { TransferRecord } from "../records/transfer-record.ts";

/** What to do with an instance. `publish`: it is transferred, only pushing or saving is left. */
export type PlannedAction = "run" | "skip" | "publish";

export interface PlanOptions {
  readonly instanceId: string;
  readonly entryHash: string;
  readonly record: TransferRecord | undefined;
  /** There is a `summary.json` in the instance's folder. */
  readonly hasSummary: boolean;
  /** The run that is resumed, if one is. */
  readonly resumedRunId: string | undefined;
  readonly skipExisting: boolean;
  readonly retry: "infra" | "failed" | undefined;
  /** What publishing would record; undefined = nothing is to be published. */
  readonly published: (record: TransferRecord) => boolean;
}

/** Decides without any I/O what a run does with one instance. */
export function planAction(options: PlanOptions): PlannedAction {
  const { record } = options;
  if (!isDone(options)) return "run";
  return record?.outcome === "transferred" && !options.published(record) ? "publish" : "skip";
}

function isDone({ record, hasSummary, resumedRunId, skipExisting, retry, entryHash }: PlanOptions): boolean {
  if (retry !== undefined && record !== undefined) {
    return record.outcome === "transferred" || (retry === "infra" && record.outcome === "failed");
  }
  if (skipExisting && hasSummary) return true;
  return resumedRunId !== undefined && record?.run_id === resumedRunId && record.entry_hash === entryHash;
}
