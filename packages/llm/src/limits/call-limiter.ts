import type { Clock } from "@swe/core";
import { checkPositive } from "../check-positive.ts";
import { AdaptiveConcurrency } from "./adaptive-concurrency.ts";
import type { CallLimits } from "./call-limits.ts";
import { SlidingWindow } from "./sliding-window.ts";

export interface CallOutcome {
  readonly kind: "ok" | "failed" | "rate_limited";
  /** Tokens really used; undefined leaves the estimate. */
  readonly tokens?: number | undefined;
  /** How long the provider asked everybody to wait. */
  readonly retryAfterMs?: number | undefined;
}

/** Permission for one try. Must be released exactly once. */
export interface Permit {
  release(outcome: CallOutcome): void;
}

export interface AcquireOptions {
  readonly estimatedTokens: number;
  readonly abortSignal?: AbortSignal | undefined;
}

interface Waiter {
  readonly estimatedTokens: number;
  /** The estimate as it is booked. */
  readonly tokens: number;
  readonly admit: (permit: Permit) => void;
}

const minuteMs = 60_000;
const longestTimerMs = 2 ** 31 - 1;

/** Limits for the calls to one provider. */
export class CallLimiter {
  readonly #clock: Clock;
  readonly #requests: SlidingWindow;
  readonly #tokens: SlidingWindow;
  readonly #places: AdaptiveConcurrency;
  readonly #queue: Waiter[] = [];
  #pausedUntil = 0;
  /** How many tokens a call really uses for one estimated; learnt from the calls that ended. */
  #tokensPerEstimated = 1;
  #alarm: AbortController | undefined;

  constructor({ requestsPerMinute = Infinity, tokensPerMinute = Infinity, maxConcurrent = Infinity }: CallLimits, clock: Clock) {
    checkPositive({ requestsPerMinute, tokensPerMinute, maxConcurrent });
    this.#clock = clock;
    // Less than one a minute is one in several.
    this.#requests =
      requestsPerMinute < 1 ? new SlidingWindow(1, minuteMs / requestsPerMinute) : new SlidingWindow(Math.floor(requestsPerMinute));
    this.#tokens = new SlidingWindow(tokensPerMinute);
    this.#places = new AdaptiveConcurrency(maxConcurrent);
  }

  /** Waits, first come first served, until all limits allow one more try. Rejects with the signal's reason when aborted. */
  acquire({ estimatedTokens, abortSignal }: AcquireOptions): Promise<Permit> {
    return new Promise<Permit>((resolve, reject) => {
      if (abortSignal?.aborted === true) return reject(abortSignal.reason as Error);
      const giveUp = (): void => {
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        reject(abortSignal?.reason as Error);
        this.#pump();
      };
      const waiter: Waiter = {
        estimatedTokens,
        tokens: Math.ceil(estimatedTokens * this.#tokensPerEstimated),
        admit: (permit) => {
          abortSignal?.removeEventListener("abort", giveUp);
          resolve(permit);
        },
      };
      abortSignal?.addEventListener("abort", giveUp, { once: true });
      this.#queue.push(waiter);
      this.#pump();
    });
  }

  /** Admits whoever may start now and sets an alarm for the next one. */
  #pump(): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    for (let first = this.#queue[0]; first !== undefined && this.#places.hasRoom; first = this.#queue[0]) {
      const now = this.#clock.monotonic();
      const wait = Math.max(this.#pausedUntil - now, this.#requests.delay(1, now), this.#tokens.delay(first.tokens, now));
      if (wait > 0) return this.#wakeAfter(wait);
      this.#queue.shift();
      first.admit(this.#admit(first, now));
    }
  }

  #wakeAfter(ms: number): void {
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#clock.sleep(Math.min(ms, longestTimerMs), alarm.signal).then(
      () => this.#pump(),
      () => undefined,
    );
  }

  #admit({ estimatedTokens, tokens: booked }: Waiter, now: number): Permit {
    const generation = this.#places.enter();
    this.#requests.add(1, now);
    const correctTokens = this.#tokens.add(booked, now);
    return {
      release: ({ kind, tokens, retryAfterMs }) => {
        if (tokens !== undefined) {
          correctTokens(tokens);
          this.#tokensPerEstimated = 0.9 * this.#tokensPerEstimated + 0.1 * (tokens / Math.max(1, estimatedTokens));
        }
        if (kind === "ok") this.#places.succeed();
        if (kind === "rate_limited") this.#places.slowDown(generation);
        if (retryAfterMs !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.monotonic() + retryAfterMs);
        this.#places.leave();
        this.#pump();
      },
    };
  }
}
