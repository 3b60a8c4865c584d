interface Entry {
  readonly time: number;
  amount: number;
}

/** Amounts spent in the last `windowMs`, against a limit that holds for every window of that length. */
export class SlidingWindow {
  readonly #entries: Entry[] = [];
  readonly #limit: number;
  readonly #windowMs: number;
  #sum = 0;

  constructor(limit: number, windowMs = 60_000) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Milliseconds until `amount` more fits. An amount above the whole limit fits into an empty window. */
  delay(amount: number, now: number): number {
    this.#forget(now);
    let over = this.#sum + amount - this.#limit;
    if (over <= 0) return 0;
    for (const [index, entry] of this.#entries.entries()) {
      over -= entry.amount;
      // A millisecond more than the window, so that both ends of a closed interval never hold one too many.
      if (over <= 0 || index === this.#entries.length - 1) return Math.max(0, entry.time + this.#windowMs + 1 - now);
    }
    return 0;
  }

  /** Books `amount` and returns a function that corrects it. */
  add(amount: number, now: number): (actual: number) => void {
    const entry: Entry = { time: now, amount };
    this.#entries.push(entry);
    this.#sum += amount;
    return (actual) => {
      if (this.#entries.includes(entry)) this.#sum += actual - entry.amount;
      entry.amount = actual;
    };
  }

  #forget(now: number): void {
    const fresh = this.#entries.findIndex((entry) => now - entry.time <= this.#windowMs);
    const gone = this.#entries.splice(0, fresh === -1 ? this.#entries.length : fresh);
    for (const entry of gone) this.#sum -= entry.amount;
  }
}
