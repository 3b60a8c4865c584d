import type { Clock } from "@swe/core";
import type { CallLimits } from "./limits/call-limits.ts";
import type { LimiterPool } from "./limits/limiter-pool.ts";
import type { ModelEvent } from "./model-event.ts";
import type { RecordSettings } from "./record/record-settings.ts";
import type { RetrySettings } from "./retry/retry-settings.ts";
import type { FetchFunction } from "./transport/wire-fetch.ts";
import type { PriceTable } from "./usage/price-table.ts";

/** Settings that every model takes, whatever its provider. */
export interface ModelSettings {
  /** Limits of this model's calls, or a pool to share them with other models of the run. @default no limits */
  readonly limits?: CallLimits | LimiterPool | undefined;
  /** Prices for what the provider does not report itself. @default none: cost stays undefined */
  readonly prices?: PriceTable | undefined;
  readonly retry?: RetrySettings | undefined;
  /** Limit of one try, in milliseconds. `timeoutMs` of a call limits all its tries together. @default 1_200_000 */
  readonly tryTimeoutMs?: number | undefined;
  /** Limit of a reply where the call names none. @default the provider's own */
  readonly maxOutputTokens?: number | undefined;
  /** Further fields of the request's body as the provider documents them, e.g. `{ reasoning_effort: "high" }`. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Mark the stable part of the conversation for providers whose prompt cache wants marks. @default true */
  readonly promptCache?: boolean | undefined;
  /** Count tokens with a tokenizer where the provider reports none. @default true */
  readonly countTokens?: boolean | undefined;
  /** Store every exchange. @default nothing is stored */
  readonly record?: RecordSettings | undefined;
  /** Called for retries and the like; must not throw. */
  readonly onEvent?: ((event: ModelEvent) => void) | undefined;
  /** @default a fetch without time limits of its own */
  readonly fetch?: FetchFunction | undefined;
  readonly clock?: Clock | undefined;
  /** Source of jitter, from 0 to 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}
