import { type Clock, EngineUnavailableError } from "@swe/core";
import PQueue from "p-queue";
import { translateEngineError } from "./translate-engine-error.ts";

export interface EngineCallerSettings {
  /** Short engine calls in flight at once; further ones wait in order of arrival. */
  readonly maxCalls: number;
  /** Limit of one short call in milliseconds. */
  readonly timeoutMs: number;
  /** How often a call is tried again when the engine was not there. */
  readonly maxRetries: number;
  readonly clock: Clock;
}

export interface CallOptions {
  readonly abortSignal?: AbortSignal | undefined;
  /** The call may be sent again even when an earlier one may have reached the engine. */
  readonly idempotent?: boolean | undefined;
  /** A stream or a long transfer: no time limit of its own. */
  readonly unlimited?: boolean | undefined;
}

/** Sends one call to the engine: bounded, fair, with a time limit and retries, its failure typed. */
export type EngineCaller = <T>(action: string, send: (abortSignal: AbortSignal) => Promise<T>, options?: CallOptions) => Promise<T>;

const firstDelayMs = 200;

export function createEngineCaller({ maxCalls, timeoutMs, maxRetries, clock }: EngineCallerSettings): EngineCaller {
  const queue = new PQueue({ concurrency: maxCalls });

  async function once<T>(action: string, send: (abortSignal: AbortSignal) => Promise<T>, options: CallOptions): Promise<T> {
    const { abortSignal, unlimited = false } = options;
    abortSignal?.throwIfAborted();
    const limit = new AbortController();
    const timer = unlimited ? undefined : setTimeout(() => limit.abort(), timeoutMs);
    const signal = abortSignal === undefined ? limit.signal : AbortSignal.any([abortSignal, limit.signal]);
    try {
      // Not every method of the client library heeds the signal.
      return await Promise.race([send(signal), rejection(signal)]);
    } catch (error) {
      if (limit.signal.aborted && abortSignal?.aborted !== true) throw hungEngine(action, timeoutMs, error);
      throw translateEngineError(error, action, abortSignal);
    } finally {
      clearTimeout(timer);
    }
  }

  return async (action, send, options = {}) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await queue.add(() => once(action, send, options), options.abortSignal === undefined ? {} : { signal: options.abortSignal });
      } catch (error) {
        options.abortSignal?.throwIfAborted();
        if (attempt >= maxRetries || !mayRetry(error, options.idempotent ?? false)) throw error;
        await clock.sleep(firstDelayMs * 2 ** attempt, options.abortSignal);
      }
    }
  };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

function hungEngine(action: string, timeoutMs: number, cause: unknown): EngineUnavailableError {
  return new EngineUnavailableError({
    message: `The Docker engine did not answer within ${timeoutMs / 1000} s when asked to ${action}.`,
    remedy: "Look at the engine's log and at the load of its host, lower the number of workers, then resume.",
    cause,
  });
}

function mayRetry(error: unknown, idempotent: boolean): boolean {
  if (!(error instanceof EngineUnavailableError)) return false;
  if (idempotent) return true;
  const code = error.cause instanceof Error && "code" in error.cause ? error.cause.code : undefined;
  return code === "ECONNREFUSED" || code === "ENOENT";
}
