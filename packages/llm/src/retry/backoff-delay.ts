import type { RetryPolicy } from "./retry-settings.ts";

interface BackoffInput {
  /** Failures so far, from 1. */
  readonly failures: number;
  readonly retryAfterMs: number | undefined;
  readonly policy: RetryPolicy;
  /** A number from 0 to 1. */
  readonly random: number;
}

/**
 * Milliseconds to wait before the next try: between half and all of a bound that doubles, or what the provider asked for and
 * up to a tenth more, so that many attempts do not come back at the same instant.
 */
export function backoffDelay({ failures, retryAfterMs, policy, random }: BackoffInput): number {
  const bound = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1));
  const own = bound / 2 + (bound / 2) * random;
  if (retryAfterMs === undefined) return Math.round(own);
  return Math.round(Math.max(retryAfterMs + Math.min(retryAfterMs / 10, 1_000) * random, own));
}
