import { type Clock, type Ownership, ResourceExhaustedError, SandboxLostError } from "@swe/core";
import type { Warden } from "../container/warden.ts";
import type { RuntimeEvent } from "../docker-provider-options.ts";
import { LanePool } from "../lane/lane-pool.ts";
import type { Lane } from "../lane/lane.ts";
import { TagPool } from "../lane/tags.ts";
import type { ContainerLife } from "./container-life.ts";

/** More than the kernel's tick, by which the ages of processes are told apart. */
const tickMs = 20;
const slowOpenMs = 2000;
const maxIdle = 4;
const maxHeld = 8;

export interface LaneSupplySettings {
  readonly id: string;
  readonly owner: Ownership;
  readonly clock: Clock;
  readonly life: ContainerLife;
  readonly warden: Warden;
  readonly wardenTimeoutMs: number;
  readonly openLane: () => Promise<Lane>;
  readonly onEvent: (event: RuntimeEvent) => void;
}

export interface TakenLane {
  readonly lane: Lane;
  readonly tag: string;
  /** The container had to be restarted to get one. */
  readonly restarted: boolean;
}

/** Lanes that can take a command, each with a tag of its own, whatever earlier commands left behind. */
export class LaneSupply {
  readonly #settings: LaneSupplySettings;
  readonly #pool: LanePool;
  readonly #tags = new TagPool();

  constructor(settings: LaneSupplySettings) {
    this.#settings = settings;
    this.#pool = new LanePool({ open: () => this.#open(), maxIdle, maxHeld, onClosed: (lane) => this.#close(lane) });
  }

  get size(): number {
    return this.#pool.size;
  }

  pids(): readonly number[] {
    return this.#pool.pids();
  }

  /** The container's processes are gone: lanes, survivors, all. */
  reset(): void {
    this.#pool.destroyAll();
    this.#tags.reset();
  }

  /** Opens a lane where none is idle. Where that fails in a running container (no process left to give), the container is restarted. */
  async take(): Promise<TakenLane> {
    const { life, id, owner, onEvent } = this.#settings;
    for (let tries = 1; ; tries += 1) {
      try {
        const { lane, lost } = await this.#pool.take();
        const reason = "an idle command channel had been closed";
        if (lost) onEvent({ type: "channel-reopened", id, instanceId: owner.instanceId, reason });
        const tag = (lane.tag ??= await this.#takeTag());
        return { lane, tag, restarted: tries > 1 };
      } catch (error) {
        const explained = await life.explain(error);
        if (tries > 1 || life.isLost || !mayBeHealed(explained)) throw explained;
        await life.restart("no command could be started any more");
      }
    }
  }

  /** A lane whose command is over. With survivors, the tag stays theirs; a lane whose output they hold is not used again. */
  giveBack(lane: Lane, hasSurvivors: boolean): void {
    if (hasSurvivors) this.#freeTag(lane, true);
    if (lane.isOpen) this.#pool.giveBack(lane);
    if (lane.isHeld) this.#reclaimHeld();
  }

  discard(lane: Lane, hasSurvivors = false): void {
    this.#pool.discard(lane);
    this.#freeTag(lane, hasSurvivors);
  }

  #close(lane: Lane): void {
    lane.close();
    this.#freeTag(lane, false);
  }

  #freeTag(lane: Lane, hasSurvivors: boolean): void {
    if (lane.tag !== undefined) this.#tags.giveBack(lane.tag, hasSurvivors);
    lane.tag = undefined;
  }

  /** A shell that cannot fork retries for a quarter of a minute: whether there is a process left is asked before that. */
  async #open(): Promise<Lane> {
    const { clock, warden, wardenTimeoutMs, openLane } = this.#settings;
    const opening = openLane();
    for (;;) {
      const over = new AbortController();
      const slow = clock.sleep(slowOpenMs, over.signal).then(
        () => undefined,
        () => undefined,
      );
      const lane = await Promise.race([opening, slow]).finally(() => over.abort());
      if (lane !== undefined) return lane;
      if (!(await warden.isFull(wardenTimeoutMs))) continue;
      void opening.then(
        (late) => late.destroy(),
        () => undefined,
      );
      throw new ResourceExhaustedError({
        message: "The sandbox has no process left to give.",
        remedy: "Raise its limit of processes.",
        resource: "pids",
      });
    }
  }

  async #takeTag(): Promise<string> {
    const { warden, wardenTimeoutMs, clock } = this.#settings;
    if (this.#tags.isEmpty) {
      const alive = await warden.aliveTags(wardenTimeoutMs);
      if (alive !== undefined) this.#tags.reclaim(alive);
      if (this.#tags.isEmpty) await clock.sleep(tickMs);
    }
    return this.#tags.take();
  }

  /** Background processes that held a lane's output may have ended: their lanes are asked, off the caller's path. */
  #reclaimHeld(): void {
    for (const lane of this.#pool.takeHeld()) {
      const question = { kind: "Q", tag: "000", ownProcesses: 0, prologue: new Uint8Array(0), command: "" } as const;
      void lane
        .run(question, () => undefined)
        .then(
          (reply) => {
            lane.isHeld = reply.isHeld;
            this.#pool.giveBack(lane);
          },
          () => this.discard(lane, true),
        );
    }
  }
}

function mayBeHealed(error: unknown): boolean {
  if (error instanceof SandboxLostError) return error.sandboxUsable;
  return error instanceof Error && "code" in error && (error.code === "resource_exhausted" || error.code === "engine_error");
}
