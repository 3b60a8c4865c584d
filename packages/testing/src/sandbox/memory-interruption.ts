import type { RunOptions } from "@swe/core";

/** A longer timer fires at once; nothing simulated lasts that long. */
const maxTimerMs = 2 ** 31 - 1;

/** Cuts a command off at its first limit; the simulated shell lets time pass in `sleep` alone. */
export class MemoryInterruption {
  endedBy: "timeout" | "idle_timeout" | "abort" | undefined;
  readonly #cut = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#end("abort");

  constructor(options: Pick<RunOptions, "timeoutMs" | "idleTimeoutMs" | "abortSignal">) {
    this.#signal = options.abortSignal;
    this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
    this.#after(options.timeoutMs, "timeout");
    this.#after(options.idleTimeoutMs, "idle_timeout");
  }

  #after(ms: number | undefined, reason: "timeout" | "idle_timeout"): void {
    if (ms === undefined || ms > maxTimerMs) return;
    this.#timers.push(setTimeout(() => this.#end(reason), ms));
  }

  #end(reason: "timeout" | "idle_timeout" | "abort"): void {
    this.endedBy ??= reason;
    this.#cut.abort();
  }

  /** False when it was cut off. */
  sleep(ms: number): Promise<boolean> {
    const { signal } = this.#cut;
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(true), ms);
      this.#timers.push(timer);
      signal.addEventListener("abort", () => resolve(false), { once: true });
    });
  }

  dispose(): void {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
