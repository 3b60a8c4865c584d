import type { Clock } from "@swe/core";
import { ownedLabel } from "../container/labels.ts";
import type { Engine } from "../engine/engine.ts";

const reportDelayMs = 400;

/** Remembers which containers the engine reported as out of memory: an exec's own status cannot tell that from any other kill. */
export class MemoryWatch {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  readonly #reports = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #started = false;

  constructor(engine: Engine, clock: Clock) {
    this.#engine = engine;
    this.#clock = clock;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#engine.watchEvents(
      { label: ownedLabel, actions: ["oom"] },
      (event) => {
        // The engine's own time of it, where that is ours too: the report may come when the next command has begun already.
        this.#reports.set(event.containerId, this.#engine.isLocal ? event.timeMs : this.#clock.now());
        for (const wake of this.#waiting) wake();
      },
      this.#stop.signal,
    );
  }

  /** Whether the container ran out of memory since then. A report comes a little after the death: `mayWait` gives it that time. */
  async ranOut(containerId: string, sinceMs: number, mayWait: boolean): Promise<boolean> {
    const reported = (): boolean => (this.#reports.get(containerId) ?? 0) >= sinceMs;
    if (reported() || !mayWait) return reported();
    const over = new AbortController();
    const wake = (): void => {
      if (reported()) over.abort();
    };
    this.#waiting.add(wake);
    await this.#clock.sleep(reportDelayMs, over.signal).catch(() => undefined);
    this.#waiting.delete(wake);
    return reported();
  }

  forget(containerId: string): void {
    this.#reports.delete(containerId);
  }

  stop(): void {
    this.#stop.abort();
  }
}
