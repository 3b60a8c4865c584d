import type { Clock } from "@swe/core";
import type { AttemptSummary, BatchEvent } from "./batch-event.ts";

/** What one attempt gets. */
export interface AttemptContext {
  readonly key: string;
  /** 0 for the first try, then counted up by retries. */
  readonly tryNumber: number;
  /** Fires when the batch is stopped softly: end within the grace time, keep what there is, return a cancelled record. */
  readonly abortSignal: AbortSignal;
  /** Fires when the batch is stopped at once: release what is held and return. */
  readonly hardAbortSignal: AbortSignal;
  /** Tells what the attempt is doing now. */
  readonly phase: (name: string) => void;
  readonly warn: (message: string) => void;
}

export interface RetryOptions<R> {
  /** True when the result says something about the infrastructure and nothing about the attempt. */
  readonly isInfra: (record: R) => boolean;
  /** @default 0 */
  readonly maxRetries?: number | undefined;
  /** Pause before the retry with this number (from 1), in milliseconds. @default 1 s, doubled each time, at most 60 s */
  readonly backoffMs?: ((retryNumber: number) => number) | undefined;
}

export interface PauseOptions {
  /** Why no attempt may start now, or undefined when one may. Asked before each start. */
  readonly reason: (abortSignal: AbortSignal) => Promise<string | undefined> | string | undefined;
  /** How often to ask again while paused. @default 5000 */
  readonly intervalMs?: number | undefined;
}

export interface RunBatchOptions<Item, R> {
  readonly items: readonly Item[];
  /** Unique among the items. */
  readonly keyOf: (item: Item) => string;
  /** Attempts at the same time. Minimum: 1. */
  readonly concurrency: number;
  /**
   * Does one attempt. Outcomes are values: throw only for bugs and for what makes going on pointless, since that stops the
   * batch softly and rejects `runBatch` once the others have ended.
   */
  readonly attempt: (item: Item, context: AttemptContext) => Promise<R>;
  /** True for what an earlier run has finished. Asked once for each item, before anything starts. */
  readonly isDone?: ((key: string) => boolean) | undefined;
  /** Makes the result durable. The attempt counts only when this has resolved; a rejection stops the batch like a throwing attempt. */
  readonly onFinished: (item: Item, record: R) => Promise<void> | void;
  /** What progress shows of a result. */
  readonly summarize?: ((record: R) => AttemptSummary) | undefined;
  readonly retry?: RetryOptions<R> | undefined;
  readonly abort?:
    | {
        /** No new attempts; running ones are asked to end. */
        readonly soft?: AbortSignal | undefined;
        /** Running ones must let go at once. */
        readonly hard?: AbortSignal | undefined;
      }
    | undefined;
  /** Time between a soft stop and the hard one that follows by itself. @default 8000 */
  readonly graceMs?: number | undefined;
  /** Time after a hard stop until attempts that do not end are abandoned. @default 2000, so that a soft stop is over within 10 s in any case */
  readonly abandonMs?: number | undefined;
  readonly pauseWhile?: PauseOptions | undefined;
  readonly clock?: Clock | undefined;
  readonly onEvent?: ((event: BatchEvent) => void) | undefined;
}
