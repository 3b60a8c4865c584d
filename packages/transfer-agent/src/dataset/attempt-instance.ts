import { type AttemptContext, type AttemptSummary, type Budget, toStorageError } from "@swe/batch";
import { type DatasetEntry, SweError } from "@swe/core";
import { publishImage } from "../instance/publish-image.ts";
import { transferInstance } from "../instance/transfer-instance.ts";
import { createFolderSink } from "../records/artifact-sink.ts";
import type { TransferRecord } from "../records/transfer-record.ts";
import type { InstanceFolders } from "./instance-folders.ts";
import type { TransferDatasetOptions } from "./transfer-dataset-options.ts";

/** What one attempt of the batch gives: a result, or a reason why there is none yet. */
export type TransferAttempt =
  | { readonly kind: "finished"; readonly record: TransferRecord; readonly isNewFolder: boolean }
  | { readonly kind: "unfinished"; readonly reason: string };

export interface AttemptParts {
  readonly options: TransferDatasetOptions;
  readonly folders: InstanceFolders;
  readonly budget: Budget;
  readonly runId: string;
  /** Set for an instance that only has to be published. */
  readonly toPublish: (instanceId: string) => TransferRecord | undefined;
}

export async function attemptInstance(entry: DatasetEntry, context: AttemptContext, parts: AttemptParts): Promise<TransferAttempt> {
  const { budget } = parts;
  const record = parts.toPublish(entry.instance.instanceId);
  if (budget.exceeded && record === undefined) return overBudget(budget);
  try {
    return await (record === undefined ? transfer(entry, context, parts) : publish(record, context, parts));
  } catch (error) {
    if (context.abortSignal.aborted) return { kind: "unfinished", reason: "stopped" };
    if (SweError.isInstance(error) && error.code === "budget_exceeded") return overBudget(budget);
    throw toStorageError(error, "write to", parts.options.outputFolder);
  }
}

async function transfer(entry: DatasetEntry, context: AttemptContext, parts: AttemptParts): Promise<TransferAttempt> {
  const { options, folders, budget, runId } = parts;
  const record = await transferInstance({
    entry,
    model: options.model,
    provider: options.provider,
    settings: options.settings,
    prover: options.prover,
    runId,
    attempt: context.tryNumber,
    artifacts: createFolderSink(await folders.begin(entry.instance.instanceId)),
    budget,
    clock: options.clock,
    onPhase: context.phase,
    abortSignal: context.abortSignal,
  });
  if (options.maxCost !== undefined && record.model_calls > 0 && record.cost === null) {
    context.warn("The model tells no cost for some calls, which the ceiling therefore does not see.");
  }
  return { kind: "finished", record, isNewFolder: true };
}

async function publish(record: TransferRecord, context: AttemptContext, { options }: AttemptParts): Promise<TransferAttempt> {
  const { provider, settings } = options;
  try {
    const published = await publishImage({
      provider,
      image: record.docker_image ?? "",
      push: settings?.push,
      save: settings?.save,
      onPhase: context.phase,
      abortSignal: context.abortSignal,
    });
    const known = Object.fromEntries(Object.entries(published).filter(([, value]) => value !== null));
    return { kind: "finished", record: { ...record, ...known }, isNewFolder: false };
  } catch (error) {
    if (context.abortSignal.aborted || !SweError.isInstance(error)) throw error;
    return { kind: "unfinished", reason: error.message };
  }
}

function overBudget(budget: Budget): TransferAttempt {
  const reason: unknown = budget.signal.reason;
  return { kind: "unfinished", reason: reason instanceof Error ? reason.message : "The cost ceiling is reached." };
}

export function summarizeAttempt(attempt: TransferAttempt): AttemptSummary {
  if (attempt.kind === "unfinished") return { label: attempt.reason, isCancelled: true };
  const { record } = attempt;
  const outcome = { transferred: "resolved", failed: "unresolved", infra_error: "infra_error" } as const;
  const tokens = record.input_tokens === null || record.output_tokens === null ? undefined : record.input_tokens + record.output_tokens;
  return { outcome: outcome[record.outcome], label: record.reason ?? "transferred", cost: record.cost ?? undefined, tokens };
}
