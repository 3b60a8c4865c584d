import type { Clock } from "@swe/core";
import { statfs } from "node:fs/promises";
import { ownedLabel } from "../container/labels.ts";
import type { RuntimeEvent } from "../docker-provider-options.ts";
import type { Engine } from "../engine/engine.ts";

export interface WatchedSandbox {
  readonly id: string;
  readonly diskBytes: number;
  readonly instanceId: string | undefined;
  end(reason: string): Promise<void>;
}

export interface DiskWatchSettings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly minFreeBytes: number;
  readonly checkMs: number;
  readonly sandboxes: () => Iterable<WatchedSandbox>;
  readonly onEvent: (event: RuntimeEvent) => void;
}

/** Growth of what is used on the disk that makes it worth asking the engine, which has to walk every container's files. */
const worthAskingBytes = 256 * 1024 * 1024;
/** How often the engine is asked where the disk itself cannot be looked at. */
const blindChecks = 12;

/** Stops sandboxes that fill the engine's disk: the engine has no quota on the usual file systems. */
export class DiskWatch {
  readonly #settings: DiskWatchSettings;
  readonly #stop = new AbortController();
  #rootDir: string | undefined;
  #running = false;
  #freeWhenAsked: number | undefined;
  #checks = 0;

  constructor(settings: DiskWatchSettings) {
    this.#settings = settings;
  }

  /** Free bytes where the engine keeps its data; undefined when that is not on this machine. */
  async freeBytes(): Promise<number | undefined> {
    const { engine } = this.#settings;
    if (!engine.isLocal) return undefined;
    this.#rootDir ??= (await engine.info()).rootDir;
    try {
      const { bavail, bsize } = await statfs(this.#rootDir);
      return bavail * bsize;
    } catch {
      return undefined; // The socket is here, the folder is not (an engine in a virtual machine).
    }
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#loop();
  }

  stop(): void {
    this.#stop.abort();
  }

  async #loop(): Promise<void> {
    const { clock, checkMs } = this.#settings;
    try {
      for (;;) {
        await clock.sleep(checkMs, this.#stop.signal);
        await this.check().catch(() => undefined); // The engine is away: nothing grows, and calls report it.
      }
    } catch {
      // Stopped.
    }
  }

  /** Looks once; what is over its limit is stopped, and while the disk is nearly full also the largest one. */
  async check(): Promise<void> {
    const { minFreeBytes, engine, onEvent } = this.#settings;
    const sandboxes = new Map([...this.#settings.sandboxes()].map((sandbox) => [sandbox.id, sandbox]));
    if (sandboxes.size === 0) return;
    const free = await this.freeBytes();
    if (!this.#isWorthAsking(free)) return;
    const found = await engine.listContainers({ label: ownedLabel, size: true });
    const used = found
      .flatMap(({ id, writableBytes = 0 }) => {
        const sandbox = sandboxes.get(id);
        return sandbox === undefined ? [] : [{ sandbox, bytes: writableBytes }];
      })
      .toSorted((a, b) => b.bytes - a.bytes);
    for (const { sandbox, bytes } of used) if (bytes > sandbox.diskBytes) await this.#end(sandbox, bytes, sandbox.diskBytes);
    const [largest] = used;
    if (free === undefined || free >= minFreeBytes || largest === undefined) return;
    onEvent({ type: "disk-low", freeBytes: free, minFreeBytes });
    if (largest.bytes <= largest.sandbox.diskBytes && largest.bytes >= worthAskingBytes)
      await this.#end(largest.sandbox, largest.bytes, minFreeBytes);
  }

  #isWorthAsking(free: number | undefined): boolean {
    this.#checks += 1;
    if (free === undefined) return this.#checks % blindChecks === 0;
    const before = (this.#freeWhenAsked ??= free);
    if (free > this.#settings.minFreeBytes && before - free < worthAskingBytes) {
      if (free > before) this.#freeWhenAsked = free;
      return false;
    }
    this.#freeWhenAsked = free;
    return true;
  }

  async #end(sandbox: WatchedSandbox, usedBytes: number, limitBytes: number): Promise<void> {
    this.#settings.onEvent({ type: "disk-limit", id: sandbox.id, instanceId: sandbox.instanceId, usedBytes, limitBytes });
    const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MiB`;
    await sandbox.end(`it wrote ${mebibytes(usedBytes)} to the engine's disk, where ${mebibytes(limitBytes)} is the limit`);
  }
}
