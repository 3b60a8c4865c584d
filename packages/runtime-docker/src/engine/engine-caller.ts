import { type Clock, EngineUnavailableError } from "@swe/core";
import PQueue from "p-queue";
import { translateEngineError } from "./translate-engine-error.ts";
import { watchLiveness } from "./watch-liveness.ts";

export interface EngineCallerSettings {
  /** Short engine calls in flight at once; further ones wait in order of arrival. */
  readonly maxCalls: number;
  /** Limit of one short call in milliseconds. */
  readonly timeoutMs: number;
  /** How often a call is tried again when the engine was not there. */
  readonly maxRetries: number;
  readonly clock: Clock;
  /** Asked while an unlimited call is in flight, so that an engine that hangs ends it. */
  readonly ping: (abortSignal: AbortSignal) => Promise<unknown>;
}

export interface CallOptions {
  readonly abortSignal?: AbortSignal | undefined;
  /** The call may be sent again even when an earlier one may have reached the engine. */
  readonly idempotent?: boolean | undefined;
  /** A stream or a long transfer: no time limit of its own, as long as the engine lives. */
  readonly unlimited?: boolean | undefined;
}

/** Sends one call to the engine: bounded, fair, with a time limit and retries, its failure typed. */
export type EngineCaller = <T>(action: string, send: (abortSignal: AbortSignal) => Promise<T>, options?: CallOptions) => Promise<T>;

const firstDelayMs = 200;
/** An engine that took this many calls in a row without an answer gets less time for the next: many may be waiting. */
const manyHangs = 6;
const impatientMs = 10_000;
/** Waiting again for an engine that does not answer is worth it once only. */
const hangRetries = 1;

export function createEngineCaller({ maxCalls, timeoutMs, maxRetries, clock, ping }: EngineCallerSettings): EngineCaller {
  const queue = new PQueue({ concurrency: maxCalls });
  let hangs = 0;

  async function once<T>(action: string, send: (abortSignal: AbortSignal) => Promise<T>, options: CallOptions): Promise<T> {
    const { abortSignal, unlimited = false } = options;
    abortSignal?.throwIfAborted();
    const limit = new AbortController();
    const over = new AbortController();
    const limitMs = hangs < manyHangs ? timeoutMs : Math.min(timeoutMs, impatientMs);
    if (unlimited) void watchLiveness({ clock, timeoutMs: limitMs, ping }, over.signal, () => limit.abort());
    const timer = unlimited ? undefined : setTimeout(() => limit.abort(), limitMs);
    const signal = abortSignal === undefined ? limit.signal : AbortSignal.any([abortSignal, limit.signal]);
    const sent = send(signal);
    try {
      // Not every method of the client library heeds the signal.
      const answer = await Promise.race([sent, rejection(signal)]);
      hangs = 0;
      return answer;
    } catch (error) {
      void sent.then(discard, () => undefined);
      const isHang = limit.signal.aborted && abortSignal?.aborted !== true;
      hangs = isHang ? hangs + 1 : signal.aborted ? hangs : 0;
      // A request that was to become a connection of its own stays open when it is refused.
      limit.abort();
      if (isHang) throw hungEngine(action, limitMs, error);
      throw translateEngineError(error, action, abortSignal);
    } finally {
      over.abort();
      clearTimeout(timer);
    }
  }

  return async (action, send, options = {}) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await queue.add(() => once(action, send, options), options.abortSignal === undefined ? {} : { signal: options.abortSignal });
      } catch (error) {
        options.abortSignal?.throwIfAborted();
        const tries = isHang(error) ? Math.min(hangRetries, maxRetries) : maxRetries;
        if (attempt >= tries || hangs >= manyHangs || !mayRetry(error, options.idempotent ?? false)) throw error;
        await clock.sleep(firstDelayMs * 2 ** attempt, options.abortSignal);
      }
    }
  };
}

/** What arrives when nobody waits for it any more must not stay open. */
function discard(answer: unknown): void {
  if (typeof answer === "object" && answer !== null && "destroy" in answer && typeof answer.destroy === "function") answer.destroy();
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

class HungEngine extends Error {}

function isHang(error: unknown): boolean {
  return error instanceof EngineUnavailableError && error.cause instanceof HungEngine;
}

function hungEngine(action: string, timeoutMs: number, cause: unknown): EngineUnavailableError {
  return new EngineUnavailableError({
    message: `The Docker engine did not answer within ${timeoutMs / 1000} s when asked to ${action}.`,
    remedy: "Look at the engine's log and at the load of its host, lower the number of workers, then resume.",
    cause: new HungEngine("no answer", { cause }),
  });
}

function mayRetry(error: unknown, idempotent: boolean): boolean {
  if (!(error instanceof EngineUnavailableError)) return false;
  if (idempotent) return true;
  const code = error.cause instanceof Error && "code" in error.cause ? error.cause.code : undefined;
  return code === "ECONNREFUSED" || code === "ENOENT";
}
