import type { BatchEvent, BatchTotals } from "@swe/batch";
import type { ChatModel, Clock, DatasetEntry, SandboxProvider } from "@swe/core";
import type { TransferSettings } from "../instance/settings.ts";
import type { Prover } from "../phases/prove.ts";
import type { MainSummary } from "./derive-reports.ts";

export interface TransferDatasetOptions {
  /** Every entry of the input, in its order: the reports cover those that have a result. */
  readonly entries: readonly DatasetEntry[];
  /** Ids of the entries to work on. @default all */
  readonly only?: readonly string[] | undefined;
  /** Name of the input file; its stem names the output files. */
  readonly inputFile: string;
  /** Made when missing. One run at a time may use it. */
  readonly outputFolder: string;
  readonly model: ChatModel;
  readonly provider: SandboxProvider;
  readonly settings?: TransferSettings | undefined;
  /** How the tests are run. @default `proveFailToPass` of @swe/grading */
  readonly prover?: Prover | undefined;
  /** Instances at the same time. @default 2 */
  readonly maxWorkers?: number | undefined;
  /** Leave instances alone that have a `summary.json`, whatever it says. @default false */
  readonly skipExisting?: boolean | undefined;
  /** Of the instances with a result, do only these again: `infra` = infrastructure failures, `failed` = all failures. */
  readonly retry?: "infra" | "failed" | undefined;
  /** Tries again, within the run, of what the infrastructure broke. @default 2 */
  readonly infraRetries?: number | undefined;
  /** No instance is started while the engine's disk has less than this. @default no limit */
  readonly minFreeDiskBytes?: number | undefined;
  /** US dollars. When reached, no further model call is made; unfinished instances are done when the run is started again. */
  readonly maxCost?: number | undefined;
  /** Input and output tokens together; acts like `maxCost`. */
  readonly maxTokens?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly abort?: { readonly soft?: AbortSignal | undefined; readonly hard?: AbortSignal | undefined } | undefined;
  readonly onEvent?: ((event: BatchEvent) => void) | undefined;
}

/** An instance that has no result yet and why. */
export interface UnfinishedInstance {
  readonly instanceId: string;
  readonly reason: string;
}

export interface TransferReport {
  readonly runId: string;
  readonly totals: BatchTotals;
  /** Over everything that has a result, earlier runs included. */
  readonly summary: MainSummary;
  /** Started, but stopped before there was a result. */
  readonly unfinished: readonly UnfinishedInstance[];
  /** Everything that was asked for has a result. */
  readonly isComplete: boolean;
  readonly files: {
    readonly transferred: string;
    readonly failed: string;
    readonly summary: string;
    readonly summaryMain: string;
    readonly summaryHistory: string;
  };
}
