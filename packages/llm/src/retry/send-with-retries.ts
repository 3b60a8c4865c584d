import { type Clock, type DiscardedReply, type GenerateOptions, ModelUnavailableError } from "@swe/core";
import type { CallLimiter } from "../limits/call-limiter.ts";
import type { ModelTransport, TransportReply } from "../transport/model-transport.ts";
import { TransientFailure } from "../transport/transient-failure.ts";
import { withTimeout } from "../transport/with-timeout.ts";
import { backoffDelay } from "./backoff-delay.ts";
import type { RetryPolicy } from "./retry-settings.ts";

export interface FailedTry {
  readonly attempt: number;
  readonly failure: TransientFailure;
  /** Milliseconds until the next try; undefined when there is none. */
  readonly waitMs: number | undefined;
}

export interface RetryOptions {
  readonly transport: ModelTransport;
  readonly request: GenerateOptions;
  readonly limiter: CallLimiter;
  readonly policy: RetryPolicy;
  /** Limit of a single try. */
  readonly tryTimeoutMs: number;
  readonly estimatedTokens: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly abortSignal: AbortSignal;
  readonly onFailure: (failed: FailedTry) => void;
  readonly onParameterDropped: (parameter: string) => void;
  readonly onDiscarded: (reply: DiscardedReply) => void;
}

/** Tries until there is an answer, an error that another try will not mend, or no try left. */
export async function sendWithRetries(options: RetryOptions): Promise<TransportReply> {
  const { policy, clock, abortSignal } = options;
  let firstFailure: number | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryOnce(options);
    if (!(outcome instanceof TransientFailure)) return outcome;
    firstFailure ??= clock.monotonic();
    const wait = backoffDelay({ failures: attempt, retryAfterMs: outcome.retryAfterMs, policy, random: options.random() });
    const isLast = attempt >= policy.maxAttempts || clock.monotonic() - firstFailure + wait > policy.maxElapsedMs;
    options.onFailure({ attempt, failure: outcome, waitMs: isLast ? undefined : wait });
    if (isLast) throw unavailable(outcome, attempt, wait);
    await clock.sleep(wait, abortSignal);
  }
}

async function tryOnce(options: RetryOptions): Promise<TransportReply | TransientFailure> {
  const { transport, request, limiter, clock, abortSignal, tryTimeoutMs: ms, estimatedTokens, policy } = options;
  const { onParameterDropped, onDiscarded } = options;
  const permit = await limiter.acquire({ estimatedTokens, abortSignal });
  const onTimeout = (): Error => new TransientFailure({ kind: "timeout", message: `No complete answer within ${ms / 1000} s.` });
  try {
    const reply = await withTimeout({ ms, clock, abortSignal, onTimeout }, (signal) =>
      transport.send(request, { abortSignal: signal, onParameterDropped, onDiscarded }),
    );
    permit.release({ kind: "ok", tokens: reply.usage.totalTokens });
    return reply;
  } catch (error) {
    const isTransient = error instanceof TransientFailure;
    const isRateLimit = isTransient && (error.kind === "rate_limited" || error.kind === "overloaded");
    const asked = isTransient ? error.retryAfterMs : undefined;
    // A wait that ends this call is none for the others: each is told by itself, rather than held up until its own time is over.
    const retryAfterMs = asked === undefined || asked > policy.maxElapsedMs ? undefined : asked;
    permit.release({ kind: isRateLimit ? "rate_limited" : "failed", retryAfterMs });
    abortSignal.throwIfAborted();
    if (isTransient) return error;
    throw error;
  }
}

function unavailable(failure: TransientFailure, attempts: number, wait: number): ModelUnavailableError {
  const asked = failure.retryAfterMs === undefined ? "" : ` The provider asks to wait ${Math.ceil(wait / 1000)} s.`;
  return new ModelUnavailableError({
    message: `The model could not be reached in ${attempts} ${attempts === 1 ? "try" : "tries"}: ${failure.message}${asked}`,
    remedy: "Check the provider's status and the address, then resume; lower the number of workers or set limits if it answers 429.",
    statusCode: failure.statusCode,
    attempts,
  });
}
