import type { Lane } from "./lane.ts";

const manyHeld = 3;

export interface LanePoolSettings {
  readonly open: () => Promise<Lane>;
  /** One lane more than are kept idle: to be ended. */
  readonly onClosed: (lane: Lane) => void;
  /** Idle lanes that are kept. */
  readonly maxIdle: number;
  /** Lanes that background processes still write to; the oldest is cut off beyond that. */
  readonly maxHeld: number;
}

/** The open lanes of one sandbox: a command takes one, and gives it back. */
export class LanePool {
  readonly #settings: LanePoolSettings;
  readonly #idle: Lane[] = [];
  readonly #held: Lane[] = [];
  readonly #busy = new Set<Lane>();

  constructor(settings: LanePoolSettings) {
    this.#settings = settings;
  }

  /** Lanes alive in the container. */
  get size(): number {
    return this.#idle.length + this.#held.length + this.#busy.size;
  }

  pids(): readonly number[] {
    return [...this.#idle, ...this.#held, ...this.#busy].map((lane) => lane.pid);
  }

  /** True when lanes that were idle have died since they were last used. */
  async take(): Promise<{ readonly lane: Lane; readonly lost: boolean }> {
    let lost = false;
    for (let lane = this.#idle.pop(); lane !== undefined; lane = this.#idle.pop()) {
      if (lane.isOpen && !lane.isHeld) {
        this.#busy.add(lane);
        return { lane, lost };
      }
      lost ||= !lane.isOpen;
      if (lane.isOpen) this.#keepHeld(lane);
    }
    const lane = await this.#settings.open();
    this.#busy.add(lane);
    return { lane, lost };
  }

  giveBack(lane: Lane): void {
    this.#busy.delete(lane);
    if (!lane.isOpen) return;
    if (lane.isHeld) this.#keepHeld(lane);
    else if (this.#idle.length < this.#settings.maxIdle) this.#idle.push(lane);
    else this.#settings.onClosed(lane);
  }

  /** Drops a lane that cannot be used any more. */
  discard(lane: Lane): void {
    this.#busy.delete(lane);
    lane.destroy();
  }

  /** A survivor's output is read on, and dropped: closing it would break the survivor. */
  #keepHeld(lane: Lane): void {
    this.#held.push(lane);
    if (this.#held.length > this.#settings.maxHeld) this.#held.shift()?.destroy();
  }

  /** Lanes held by survivors, to ask whether these have ended; none as long as there are few. */
  takeHeld(): readonly Lane[] {
    if (this.#held.length < manyHeld) return [];
    const held = this.#held.splice(0);
    for (const lane of held) this.#busy.add(lane);
    return held;
  }

  destroyAll(): void {
    for (const lane of [...this.#idle.splice(0), ...this.#held.splice(0), ...this.#busy]) lane.destroy();
    this.#busy.clear();
  }
}
