import type { DatasetEntry } from "@swe/core";
import type { AttemptRecord } from "./attempt-record.ts";

/** The line of `<exp_name>.jsonl`. The dataset entry goes in as its own text, so that numbers and key order survive. */
export function attemptToJson(record: Omit<AttemptRecord, "ds">, entry: Pick<DatasetEntry, "json">): string {
  const text = JSON.stringify(record);
  return `${text.slice(0, -1)},"ds":${entry.json}}`;
}
