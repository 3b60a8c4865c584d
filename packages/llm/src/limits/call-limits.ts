/** What all calls to one provider share. Give the same object (a pool) to every model of a run that asks the same provider. */
export interface CallLimits {
  /** Calls started in any 60 seconds. @default no limit */
  readonly requestsPerMinute?: number | undefined;
  /** Input and output tokens in any 60 seconds: estimated when a call starts, corrected when it ends. @default no limit */
  readonly tokensPerMinute?: number | undefined;
  /** Calls in flight at once; halved for a while when the provider answers 429. @default no limit */
  readonly maxConcurrent?: number | undefined;
}
