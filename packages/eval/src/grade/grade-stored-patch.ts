import { describeError, InputError, stopSandboxesOn, SweError } from "@swe/core";
import { type ConfirmLevel, gradePatch, type GradeResult } from "@swe/grading";
import type { AttemptServices } from "../attempt/attempt-services.ts";
import type { AttemptTask } from "../attempt/attempt-task.ts";

/** What grading without an agent works with. */
export type GradingServices = Omit<AttemptServices, "model" | "countTokens">;

/** How patches are graded. */
export interface GradingSettings {
  /** @default "full" */
  readonly confirm?: ConfirmLevel | undefined;
  /** Limit of one run of the eval script. @default 300000 */
  readonly rewardTimeoutMs?: number | undefined;
  /** @default "/testbed" */
  readonly workdir?: string | undefined;
}

export interface GradeStoredPatchOptions {
  readonly task: AttemptTask;
  readonly attempt: number;
  readonly patch: Uint8Array;
  /** `captured` patches are ours and apply exactly; `foreign` ones may need help. */
  readonly patchOrigin: "captured" | "foreign";
  readonly settings: GradingSettings;
  readonly services: GradingServices;
  readonly abortSignal: AbortSignal;
}

export interface StoredVerdict {
  /** Undefined when it never came to a verdict; `error` tells why. */
  readonly grade: GradeResult | undefined;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | undefined;
}

/** Grades a patch from a file. Failures of the infrastructure and being stopped are values. */
export async function gradeStoredPatch(options: GradeStoredPatchOptions): Promise<StoredVerdict> {
  const { task, attempt, patch, patchOrigin, settings, services, abortSignal } = options;
  const { instance } = task.entry;
  try {
    // A blank patch gets its verdict without a container.
    if (!isBlank(patch)) await services.images.ensure(task.image, { abortSignal });
    const grade = await gradePatch({
      provider: stopSandboxesOn(services.provider, abortSignal),
      image: task.image.image,
      instance,
      patch,
      patchOrigin,
      confirm: settings.confirm,
      timeoutMs: settings.rewardTimeoutMs,
      workdir: settings.workdir,
      slots: services.gradingSlots,
      owner: { runId: services.runId, instanceId: instance.instanceId, attempt },
      abortSignal,
    });
    return { grade, error: grade.reward === null ? toError(grade.error) : undefined };
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (abortSignal.aborted)
      return { grade: undefined, error: { code: "cancelled", message: "Stopped before it was graded.", retryable: true } };
    return { grade: undefined, error: toError(error) };
  }
}

function isBlank(patch: Uint8Array): boolean {
  return patch.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function toError(error: unknown): StoredVerdict["error"] {
  const known = SweError.isInstance(error);
  return { code: known ? error.code : "internal", message: describeError(error), retryable: known && error.isRetryable };
}
