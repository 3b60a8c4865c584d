import { type Clock, type Ownership, SandboxLostError } from "@swe/core";
import type { RuntimeEvent } from "../docker-provider-options.ts";
import type { Engine } from "../engine/engine.ts";
import { engineStatus } from "../engine/translate-engine-error.ts";

export interface ContainerLifeSettings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly id: string;
  readonly owner: Ownership;
  readonly lifetimeMs: number;
  /** Whether the engine reported since then that the container ran out of memory: that may have cost it its main process. */
  readonly ranOutOfMemory: (sinceMs: number) => Promise<boolean>;
  readonly onEvent: (event: RuntimeEvent) => void;
  /** Everything that hangs on the running container is void: called before each restart and at the end. */
  readonly onGone: () => void;
  /** With what is left of its lifetime: the container itself counts from its start. */
  readonly onRestarted: (leftMs: number) => Promise<void>;
}

/** The container counts whole seconds from its own start. */
const clockSlackMs = 3000;
const lookMs = 100;
const maxLooks = 50;

/** Whether the container lives, and what may be done about it when it does not: the one place that restarts and gives up. */
export class ContainerLife {
  readonly #settings: ContainerLifeSettings;
  readonly #bornAt: number;
  readonly #bornAtMs: number;
  #lost: SandboxLostError | undefined;
  #restarting: Promise<void> | undefined;
  /** Grows with each restart: tells whether one happened while something was going on. */
  generation = 0;

  constructor(settings: ContainerLifeSettings) {
    this.#settings = settings;
    this.#bornAt = settings.clock.monotonic();
    this.#bornAtMs = settings.clock.now();
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** Waits for a restart under way; rejects when the container is gone for good. */
  async usable(): Promise<void> {
    if (this.#lost !== undefined) throw this.#lost;
    if (this.#restarting === undefined) return;
    await this.#restarting;
    if (this.#lost !== undefined) throw this.#lost;
  }

  /** Ends the sandbox for its callers. Yields the error that every later call gets. */
  lose(reason: string, cause?: unknown): SandboxLostError {
    if (this.#lost !== undefined) return this.#lost;
    const { id, owner, onEvent, onGone } = this.#settings;
    this.#lost = new SandboxLostError({
      message: `Sandbox ${id.slice(0, 12)} is lost: ${reason}.`,
      remedy: "Start over in a new sandbox.",
      ...(cause === undefined ? {} : { cause }),
      sandboxUsable: false,
    });
    onGone();
    if (reason !== "it was stopped") onEvent({ type: "sandbox-lost", id, instanceId: owner.instanceId, reason });
    return this.#lost;
  }

  /** Asks the engine. Yields the error to throw when the container does not run any more. */
  async check(cause?: unknown): Promise<SandboxLostError | undefined> {
    if (this.#lost !== undefined) return this.#lost;
    if (this.#restarting !== undefined) return undefined;
    const { engine, id, clock } = this.#settings;
    let state = await engine.inspectContainer(id);
    // Ended but still there: it is about to be removed, or somebody is restarting it.
    for (let looks = 0; state?.running === false && looks < maxLooks; looks += 1) {
      await clock.sleep(lookMs);
      state = await engine.inspectContainer(id);
    }
    if (state?.running === true) return this.#lost;
    if (this.#isOver()) return this.lose(this.#overReason(), cause);
    if (await this.#settings.ranOutOfMemory(this.#bornAtMs)) return this.lose("it ran out of memory and ended", cause);
    return this.lose(
      state === null ? "its container was removed, or ended by itself" : `its container ended with status ${state.exitCode}`,
      cause,
    );
  }

  #isOver(): boolean {
    const { clock, lifetimeMs } = this.#settings;
    return clock.monotonic() - this.#bornAt >= lifetimeMs - clockSlackMs;
  }

  #overReason(): string {
    return `its lifetime of ${Math.round(this.#settings.lifetimeMs / 1000)} s is over`;
  }

  /** Kills everything in the container and starts it again with its files kept. Rejects when that fails: the sandbox is lost then. */
  async restart(reason: string): Promise<void> {
    this.#restarting ??= this.#restart(reason).finally(() => {
      this.#restarting = undefined;
    });
    await this.#restarting;
    if (this.#lost !== undefined) throw this.#lost;
  }

  async #restart(reason: string): Promise<void> {
    const { engine, clock, id, owner, lifetimeMs, onEvent, onGone, onRestarted } = this.#settings;
    if (this.#lost !== undefined) return;
    this.generation += 1;
    onGone();
    try {
      await engine.restartContainer(id);
      await onRestarted(this.#bornAt + lifetimeMs - clock.monotonic());
      onEvent({ type: "sandbox-restarted", id, instanceId: owner.instanceId, reason });
    } catch (error) {
      this.lose(this.#isOver() ? this.#overReason() : `${reason}, and the container could not be restarted`, error);
      // Whatever could not be killed must not live on.
      await engine.removeContainer(id).catch(() => undefined);
    }
  }

  /** A failed engine call as the caller should see it: the loss of the container, or the failure itself. */
  async explain(error: unknown): Promise<unknown> {
    const status = engineStatus(error);
    if (status === 404 || status === 409 || error instanceof SandboxLostError) return (await this.check(error)) ?? error;
    return error;
  }
}
