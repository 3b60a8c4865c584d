import { checkPositive } from "../check-positive.ts";

export interface RetrySettings {
  /** Tries of one call, the first included. @default 8 */
  readonly maxAttempts?: number | undefined;
  /** No further try later than this after the first failure, in milliseconds. @default 900_000 */
  readonly maxElapsedMs?: number | undefined;
  /** Upper bound of the first wait; doubles with each failure. @default 1_000 */
  readonly baseDelayMs?: number | undefined;
  /** Upper bound of any wait that the provider did not ask for. @default 60_000 */
  readonly maxDelayMs?: number | undefined;
}

export type RetryPolicy = { readonly [Field in keyof RetrySettings]-?: number };

export function retryPolicy(settings: RetrySettings = {}): RetryPolicy {
  const { maxAttempts = 8, maxElapsedMs = 900_000, baseDelayMs = 1_000, maxDelayMs = 60_000 } = settings;
  checkPositive({ maxAttempts, baseDelayMs, maxDelayMs });
  return { maxAttempts, maxElapsedMs, baseDelayMs, maxDelayMs };
}
