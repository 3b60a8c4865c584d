import { isAbsolute, relative } from "node:path";
import type { DatasetEntry, JsonValue } from "@swe/core";
import type { TransferRecord } from "../records/transfer-record.ts";

export interface FinishedEntry {
  readonly entry: DatasetEntry;
  readonly record: TransferRecord;
}

/** Row of `summary.json`. */
export interface SummaryRow {
  readonly instance_id: string;
  readonly success: boolean;
  readonly reason: string | null;
  /** US dollars; null when a call did not tell. */
  readonly cost: number | null;
}

/** `summary_main.json`. */
export interface MainSummary {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  /** 0 to 1. */
  readonly success_rate: number;
  readonly failed_instances: readonly { readonly instance_id: string; readonly reason: string }[];
  /** How many of the failed are failures of the infrastructure. */
  readonly infra_errors: number;
  readonly total_cost: number | null;
  readonly total_input_tokens: number | null;
  readonly total_output_tokens: number | null;
}

export function summaryRows(finished: readonly FinishedEntry[]): readonly SummaryRow[] {
  return finished.map(({ record }) => ({
    instance_id: record.instance_id,
    success: record.outcome === "transferred",
    reason: record.reason,
    cost: record.cost,
  }));
}

export function mainSummary(finished: readonly FinishedEntry[]): MainSummary {
  const records = finished.map(({ record }) => record);
  const failed = records.filter(({ outcome }) => outcome !== "transferred");
  const sum = (values: readonly (number | null)[]): number | null =>
    values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
  const succeeded = records.length - failed.length;
  return {
    total: records.length,
    succeeded,
    failed: failed.length,
    success_rate: records.length === 0 ? 0 : succeeded / records.length,
    failed_instances: failed.map(({ instance_id: id, reason }) => ({ instance_id: id, reason: reason ?? "" })),
    infra_errors: records.filter(({ outcome }) => outcome === "infra_error").length,
    total_cost: sum(records.map(({ cost }) => cost)),
    total_input_tokens: sum(records.map(({ input_tokens: tokens }) => tokens)),
    total_output_tokens: sum(records.map(({ output_tokens: tokens }) => tokens)),
  };
}

/** Entry of `<stem>_transferred.json` as JSON on one line. Tarballs inside the output folder are named relative to it. */
export function transferredEntry({ entry, record }: FinishedEntry, outputFolder: string): string {
  const lists: Record<string, JsonValue> =
    record.fail_to_pass === null ? {} : { FAIL_TO_PASS: record.fail_to_pass, PASS_TO_PASS: record.pass_to_pass ?? [] };
  return entry.withFields({
    docker_image: record.docker_image ?? undefined,
    dockerfile: record.dockerfile ?? undefined,
    eval_script: record.eval_script ?? undefined,
    network: record.network ?? undefined,
    before_exit_code: record.before_exit_code,
    after_exit_code: record.after_exit_code,
    evidence: record.evidence ?? undefined,
    ...lists,
    docker_image_pushed: record.docker_image_pushed ?? undefined,
    docker_image_digest: record.docker_image_digest ?? undefined,
    docker_image_tarball: record.docker_image_tarball === null ? undefined : portable(record.docker_image_tarball, outputFolder),
  });
}

/** Entry of `<stem>_failed.json` as JSON on one line. */
export function failedEntry({ entry, record }: FinishedEntry): string {
  return entry.withFields({ failure_reason: record.reason ?? "" });
}

function portable(file: string, folder: string): string {
  const path = relative(folder, file);
  return path.startsWith("..") || isAbsolute(path) ? file : path;
}
