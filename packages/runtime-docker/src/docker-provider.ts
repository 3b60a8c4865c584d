import {
  type BuildImageOptions,
  type BuiltImage,
  type Clock,
  type CreateSandboxOptions,
  type ImageInfo,
  InputError,
  type SandboxHandle,
  type SandboxProvider,
  type SweepOptions,
  type SweepReport,
  systemClock,
} from "@swe/core";
import { createContainer } from "./container/create-sandbox.ts";
import { resolveLimits } from "./container/limits.ts";
import { ownIdentity } from "./container/owner-identity.ts";
import type { DockerProviderOptions, RuntimeEvent } from "./docker-provider-options.ts";
import { createDockerodeEngine } from "./engine/dockerode-engine.ts";
import type { Engine, SignalOption } from "./engine/engine.ts";
import { loadImage, saveImage } from "./image/image-files.ts";
import { ImageStore } from "./image/image-store.ts";
import { pushImage } from "./image/push-image.ts";
import { DockerSandbox } from "./sandbox/docker-sandbox.ts";
import { sweep } from "./sweep/sweep.ts";
import { DiskWatch } from "./watch/disk-watch.ts";
import { MemoryWatch } from "./watch/memory-watch.ts";

const maxStreams = 16;
const defaultMinFreeBytes = 2 * 1024 ** 3;

/** Sandboxes and images on a Docker engine. Nothing is sent to the engine before the first call. */
export function createDockerProvider(options: DockerProviderOptions): SandboxProvider {
  return new DockerProvider(options);
}

class DockerProvider implements SandboxProvider {
  readonly #options: DockerProviderOptions;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #onEvent: (event: RuntimeEvent) => void;
  readonly #identity = ownIdentity();
  readonly #images: ImageStore;
  readonly #memory: MemoryWatch;
  readonly #disk: DiskWatch;
  readonly #open = new Set<DockerSandbox>();
  readonly #starting = new Set<Promise<unknown>>();
  #isDisposed = false;

  constructor(options: DockerProviderOptions) {
    const { clock = systemClock, maxRetries = 4, onEvent = (): void => undefined } = options;
    this.#options = options;
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.#engine =
      options.engineClient ??
      createDockerodeEngine({
        connection: options.engine,
        maxCalls: options.maxEngineCalls ?? 6,
        maxStreams,
        callTimeoutMs: options.callTimeoutMs ?? 120_000,
        maxRetries,
        clock,
      });
    const common = { engine: this.#engine, clock, onEvent };
    this.#images = new ImageStore({
      ...common,
      identity: this.#identity,
      owner: options.owner,
      maxPulls: options.maxPulls ?? 2,
      maxRetries,
    });
    this.#memory = new MemoryWatch(this.#engine, clock);
    this.#disk = new DiskWatch({
      ...common,
      minFreeBytes: options.minFreeDiskBytes ?? defaultMinFreeBytes,
      checkMs: options.diskCheckMs ?? 5000,
      sandboxes: () => this.#open,
    });
  }

  async create(options: CreateSandboxOptions): Promise<SandboxHandle> {
    this.#checkOpen();
    const starting = this.#create(options);
    this.#starting.add(starting);
    try {
      return await starting;
    } finally {
      this.#starting.delete(starting);
    }
  }

  #checkOpen(): void {
    if (this.#isDisposed) throw new InputError({ message: "A sandbox was asked for while its provider was being disposed." });
  }

  async #create(options: CreateSandboxOptions): Promise<SandboxHandle> {
    const { workdir = "/testbed", owner = this.#options.owner } = options;
    const limits = resolveLimits(this.#options.limits, options.limits);
    this.#memory.start();
    this.#disk.start();
    const context = {
      engine: this.#engine,
      identity: this.#identity,
      owner,
      limits,
      workdir,
      nowMs: this.#clock.now(),
      readOnlyRoot: this.#options.readOnlyRoot ?? false,
      tmpfs: this.#options.tmpfs ?? [],
    };
    return createContainer(options, context, async ({ id, imageId }) => {
      const sandbox = new DockerSandbox({
        engine: this.#engine,
        clock: this.#clock,
        id,
        imageId,
        workdir,
        owner,
        lifetimeMs: limits.lifetimeMs,
        diskBytes: limits.diskBytes,
        onEvent: this.#onEvent,
        onStopped: (stopped) => {
          this.#open.delete(stopped);
          this.#memory.forget(stopped.id);
        },
        ranOutOfMemory: (containerId, sinceMs, mayWait) => this.#memory.ranOut(containerId, sinceMs, mayWait),
      });
      await sandbox.start();
      // Thrown here, the container is removed again: nobody would stop it later.
      this.#checkOpen();
      this.#open.add(sandbox);
      return sandbox;
    });
  }

  buildImage(options: BuildImageOptions): Promise<BuiltImage> {
    return this.#images.build(options);
  }

  inspectImage(image: string, { abortSignal }: SignalOption = {}): Promise<ImageInfo | null> {
    return this.#images.inspect(image, abortSignal);
  }

  tagImage(image: string, tag: string): Promise<void> {
    return this.#engine.tagImage(image, tag);
  }

  removeImage(image: string, { force = false }: { readonly force?: boolean | undefined } = {}): Promise<void> {
    return this.#images.remove(image, force);
  }

  pullImage(
    image: string,
    { abortSignal, onProgress }: SignalOption & { readonly onProgress?: ((text: string) => void) | undefined } = {},
  ): Promise<ImageInfo> {
    return this.#images.pull(image, abortSignal, onProgress);
  }

  pushImage(tag: string, { abortSignal }: SignalOption = {}): Promise<{ readonly digest: string }> {
    return pushImage(this.#engine, tag, abortSignal);
  }

  saveImage(image: string, file: string, { abortSignal }: SignalOption = {}): Promise<void> {
    return saveImage(this.#engine, image, file, abortSignal);
  }

  loadImage(file: string, { abortSignal }: SignalOption = {}): Promise<void> {
    return loadImage(this.#engine, file, abortSignal);
  }

  freeDiskBytes(): Promise<number | undefined> {
    return this.#disk.freeBytes();
  }

  sweep(options: SweepOptions = {}): Promise<SweepReport> {
    return sweep(options, { engine: this.#engine, self: this.#identity, nowMs: this.#clock.now() });
  }

  /** Stops every sandbox that is open or being made. Rejects when one could not be removed; it ends at its deadline then. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#memory.stop();
    this.#disk.stop();
    // What is being started sees that it is not wanted any more, and is removed again.
    await Promise.allSettled(this.#starting);
    const results = await Promise.allSettled([...this.#open].map((sandbox) => sandbox.stop()));
    const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
    if (failures.length > 0) throw failures[0];
  }
}
