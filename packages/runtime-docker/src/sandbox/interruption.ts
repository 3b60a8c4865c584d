import type { Clock, RunEnd, RunOptions } from "@swe/core";

export type InterruptionCause = Exclude<RunEnd, "exit">;

/** Watches the limits of one command: time, silence, abort. The first to strike wins. */
export class Interruption {
  readonly #clock: Clock;
  /** Made for a limit only: most of a short command's cost would be this. */
  #stop: AbortController | undefined;
  readonly #signal: AbortSignal | undefined;
  #strike: (cause: InterruptionCause) => void = () => undefined;
  readonly #onAbort = (): void => this.#strike("abort");
  #lastOutput: number;
  /** Never rejects; stays pending when no limit is hit. */
  readonly struck: Promise<InterruptionCause>;

  constructor(clock: Clock, { timeoutMs, idleTimeoutMs, abortSignal }: Pick<RunOptions, "timeoutMs" | "idleTimeoutMs" | "abortSignal">) {
    this.#clock = clock;
    this.#signal = abortSignal;
    this.#lastOutput = clock.monotonic();
    this.struck = new Promise((resolve) => {
      this.#strike = resolve;
    });
    abortSignal?.addEventListener("abort", this.#onAbort, { once: true });
    if (abortSignal?.aborted === true) this.#onAbort();
    if (timeoutMs !== undefined || idleTimeoutMs !== undefined) this.#stop = new AbortController();
    if (timeoutMs !== undefined) void this.#after(timeoutMs, "timeout");
    if (idleTimeoutMs !== undefined) void this.#whenSilent(idleTimeoutMs);
  }

  noteOutput(): void {
    this.#lastOutput = this.#clock.monotonic();
  }

  async #after(ms: number, cause: InterruptionCause): Promise<void> {
    try {
      await this.#clock.sleep(ms, this.#stop?.signal);
      this.#strike(cause);
    } catch {
      // Over before its time.
    }
  }

  async #whenSilent(ms: number): Promise<void> {
    try {
      for (let left = ms; left > 0; left = this.#lastOutput + ms - this.#clock.monotonic())
        await this.#clock.sleep(left, this.#stop?.signal);
      this.#strike("idle_timeout");
    } catch {
      // Over before its time.
    }
  }

  dispose(): void {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#stop?.abort();
  }
}
