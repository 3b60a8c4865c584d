import { createHash } from "node:crypto";
import type { DatasetEntry } from "@swe/core";
import { imageNameFor } from "../image-name.ts";
import type { CallTotals } from "../model/call-totals.ts";
import type { TransferRecord } from "../records/transfer-record.ts";
import { notPublished, type Published } from "./publish-image.ts";
import type { IterationsResult } from "./run-iterations.ts";

export interface RecordFacts {
  readonly entry: DatasetEntry;
  readonly runId: string;
  readonly model: string;
  readonly totals: CallTotals;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly durationMs: number;
}

/** How the instance ended: judged, or stopped by the infrastructure. */
export type Ending =
  | { readonly result: IterationsResult; readonly published: Published }
  | { readonly infraError: string; readonly isRetryable: boolean };

export function entryHash(entry: DatasetEntry): string {
  return createHash("sha256").update(entry.json).digest("hex");
}

export function makeRecord(facts: RecordFacts, ending: Ending): TransferRecord {
  return { ...general(facts), ...("result" in ending ? judged(facts, ending) : broken(ending)) };
}

type Judged = Omit<TransferRecord, keyof ReturnType<typeof general>>;

function general({ entry, runId, model, totals, startedAt, finishedAt, durationMs }: RecordFacts) {
  return {
    schema_version: 1 as const,
    instance_id: entry.instance.instanceId,
    run_id: runId,
    entry_hash: entryHash(entry),
    model,
    model_calls: totals.calls,
    cost: totals.cost,
    input_tokens: totals.inputTokens,
    output_tokens: totals.outputTokens,
    started_at: new Date(startedAt).toISOString(),
    finished_at: new Date(finishedAt).toISOString(),
    duration_ms: Math.round(durationMs),
  };
}

const nothing = {
  docker_image: null,
  image_id: null,
  dockerfile: null,
  eval_script: null,
  network: null,
  before_exit_code: null,
  after_exit_code: null,
  evidence: null,
  fail_to_pass: null,
  pass_to_pass: null,
  ...notPublished,
} as const;

function broken({ infraError, isRetryable }: Exclude<Ending, { result: unknown }>): Judged {
  const reason = `Infrastructure: ${infraError}`;
  return { ...nothing, outcome: "infra_error", exit_reason: "infra_error", reason, is_retryable: isRetryable, iterations: 0 };
}

function judged({ entry }: RecordFacts, { result, published }: Extract<Ending, { result: unknown }>): Judged {
  const { verdict, exitReason, reason } = result;
  const iterations = result.iterations.filter(({ kind }) => kind === "model").length;
  const shared = { exit_reason: exitReason, reason, is_retryable: false, iterations };
  const proof = verdict.proof;
  const codes = {
    before_exit_code: proof?.before?.marker.exitCode ?? proof?.before?.exitCode ?? null,
    after_exit_code: proof?.after[0]?.marker.exitCode ?? proof?.after[0]?.exitCode ?? null,
  };
  if (!verdict.ok) return { ...nothing, ...codes, ...shared, outcome: "failed" };
  return {
    ...codes,
    ...shared,
    outcome: "transferred",
    docker_image: imageNameFor(entry.instance.instanceId),
    image_id: verdict.image.imageId,
    dockerfile: verdict.candidate.dockerfile,
    eval_script: verdict.candidate.evalScript,
    network: verdict.proof.network,
    evidence: verdict.proof.evidence,
    fail_to_pass: verdict.proof.failToPass ?? null,
    pass_to_pass: verdict.proof.passToPass ?? null,
    ...published,
  };
}
