import type { BatchEvent, BatchTotals } from "@swe/batch";
import type { JsonValue } from "@swe/core";
import type { AttemptServices } from "../attempt/attempt-services.ts";
import type { AttemptSettings } from "../attempt/attempt-settings.ts";
import type { AttemptTask } from "../attempt/attempt-task.ts";
import type { AttemptRow } from "../record/attempt-row.ts";
import type { RewardSummary } from "../record/reward-summary.ts";

/** Options of `runExperiment`. */
export interface ExperimentOptions {
  /** Created when missing. One process at a time may use it. */
  readonly outputFolder: string;
  readonly tasks: readonly AttemptTask[];
  readonly settings: AttemptSettings;
  readonly services: AttemptServices;
  /** Independent attempts at each instance. @default 1 */
  readonly samples?: number | undefined;
  /** Attempts at the same time. @default 1 */
  readonly workers?: number | undefined;
  /** Skip attempts that an earlier run of this experiment finished. Without it they are done again, each verdict replacing the old one when it is there. @default true */
  readonly useExisting?: boolean | undefined;
  /** Skip instances that experiments in the same or neighbouring folders solved. @default false */
  readonly skipSolved?: boolean | undefined;
  /** How often an attempt is tried again after the infrastructure failed. @default 2 */
  readonly infraRetries?: number | undefined;
  /** Pause before retry number N (from 1), in milliseconds. @default 1 s, doubled each time, at most 60 s */
  readonly retryBackoffMs?: ((retryNumber: number) => number) | undefined;
  /** Facts for `run_config.json` that do not decide results: dataset, slice, workers. */
  readonly invocation?: Readonly<Record<string, JsonValue>> | undefined;
  /** Versions for `run_config.json`. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  readonly abort?:
    | {
        /** No new attempts; running ones end within `graceMs`, their patch and log kept. */
        readonly soft?: AbortSignal | undefined;
        readonly hard?: AbortSignal | undefined;
      }
    | undefined;
  /** @default 10000 */
  readonly graceMs?: number | undefined;
  /** Told once, before the first attempt, what earlier runs of the experiment recorded: to count their cost, say. */
  readonly onResume?: ((rows: readonly AttemptRow[]) => void) | undefined;
  readonly onEvent?: ((event: BatchEvent) => void) | undefined;
}

export interface ExperimentResult {
  readonly folder: string;
  readonly rows: readonly AttemptRow[];
  readonly summary: RewardSummary;
  readonly totals: BatchTotals;
  /** Attempts that were done again and came to no verdict, by a stop or the infrastructure: what they had before stands in `rows`. */
  readonly notReplaced: readonly AttemptRow[];
  /** Why the run was stopped before its end; undefined when it was not. */
  readonly stopReason: unknown;
}
