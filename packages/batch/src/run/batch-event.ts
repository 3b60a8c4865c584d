import type { OutcomeClass } from "@swe/core";

/** How an attempt ended, for people and totals. */
export interface AttemptSummary {
  /** undefined for what is not judged by the four classes, e.g. a cancelled attempt. */
  readonly outcome?: OutcomeClass | undefined;
  /** A few words, e.g. `reward 1` or `build failed`. */
  readonly label?: string | undefined;
  /** US dollars. */
  readonly cost?: number | undefined;
  readonly tokens?: number | undefined;
  /** True when the attempt was stopped from outside and is to be done again. */
  readonly isCancelled?: boolean | undefined;
}

export interface BatchTotals {
  /** Items of the batch, those included that were done before. */
  readonly total: number;
  /** Done by an earlier run and left alone. */
  readonly alreadyDone: number;
  /** Ended in this run with a result that counts. */
  readonly finished: number;
  /** Ended in this run because the batch was stopped. */
  readonly cancelled: number;
  /** Threw, or their result could not be made durable. */
  readonly failed: number;
  /** Started, but did not end in time after the batch was stopped. */
  readonly abandoned: number;
  readonly notStarted: number;
}

/**
 * Progress of a batch as it happens. `at` is in milliseconds since the epoch, for display only; durations are measured with
 * a clock that never jumps.
 */
export type BatchEvent = { readonly at: number } & (
  | { readonly type: "batch-start"; readonly total: number; readonly alreadyDone: number; readonly concurrency: number }
  | { readonly type: "attempt-start"; readonly key: string; readonly tryNumber: number }
  | { readonly type: "attempt-phase"; readonly key: string; readonly phase: string }
  | { readonly type: "attempt-retry"; readonly key: string; readonly tryNumber: number; readonly delayMs: number; readonly reason: string }
  | ({ readonly type: "attempt-end"; readonly key: string; readonly durationMs: number } & AttemptSummary)
  | { readonly type: "batch-pause"; readonly reason: string }
  | { readonly type: "batch-resume"; readonly pausedMs: number }
  | { readonly type: "batch-stop"; readonly reason: string; readonly isImmediate: boolean }
  | { readonly type: "warning"; readonly message: string; readonly key?: string | undefined }
  | ({ readonly type: "batch-end"; readonly durationMs: number } & BatchTotals)
);

type WithoutTime<E> = E extends unknown ? Omit<E, "at"> : never;

/** An event before it has its time stamp. */
export type BatchEventBody = WithoutTime<BatchEvent>;
