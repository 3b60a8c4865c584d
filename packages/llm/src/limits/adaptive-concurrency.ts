/** How many calls may be in flight: halved when the provider says "too many", regained one by one with its good answers. */
export class AdaptiveConcurrency {
  readonly #max: number;
  #allowed: number;
  #inFlight = 0;
  #generation = 0;

  constructor(max: number) {
    this.#max = max;
    this.#allowed = max;
  }

  get hasRoom(): boolean {
    return this.#inFlight < Math.max(1, Math.floor(this.#allowed));
  }

  /** Takes a place. The returned number tells calls started before a slow-down from those started after it. */
  enter(): number {
    this.#inFlight += 1;
    return this.#generation;
  }

  leave(): void {
    this.#inFlight -= 1;
  }

  succeed(): void {
    this.#allowed = Math.min(this.#max, this.#allowed + 1 / this.#allowed);
  }

  /** Halves what is allowed, once for all calls that were under way together. To be called before `leave`. */
  slowDown(generation: number): void {
    if (generation !== this.#generation) return;
    this.#generation += 1;
    this.#allowed = Math.max(1, Math.min(this.#allowed, this.#inFlight) / 2);
  }
}
