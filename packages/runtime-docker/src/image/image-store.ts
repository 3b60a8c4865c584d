import { type BuildImageOptions, type BuiltImage, type Clock, EngineError, type ImageInfo, type Ownership } from "@swe/core";
import PQueue from "p-queue";
import { packedOwnerLabel } from "../container/labels.ts";
import type { OwnerIdentity } from "../container/owner-identity.ts";
import type { RuntimeEvent } from "../docker-provider-options.ts";
import type { Engine, EngineImage } from "../engine/engine.ts";
import { buildImage } from "./build-image.ts";
import { LostLayerError } from "./lost-layer-error.ts";
import { pullImage } from "./pull-image.ts";

export interface ImageStoreSettings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly identity: OwnerIdentity;
  readonly owner: Ownership;
  readonly maxPulls: number;
  readonly maxRetries: number;
  readonly onEvent: (event: RuntimeEvent) => void;
}

interface Pull {
  readonly done: Promise<ImageInfo>;
  readonly listeners: Set<(text: string) => void>;
  readonly stop: AbortController;
  waiting: number;
}

/** After layers were removed under a build. */
const maxRebuilds = 4;

/** Builds and pulls; one image asked for several times at once is pulled once. */
export class ImageStore {
  readonly #settings: ImageStoreSettings;
  readonly #queue: PQueue;
  readonly #pulls = new Map<string, Pull>();
  #serverVersion: string | undefined;

  constructor(settings: ImageStoreSettings) {
    this.#settings = settings;
    this.#queue = new PQueue({ concurrency: settings.maxPulls });
  }

  async build(options: BuildImageOptions): Promise<BuiltImage> {
    const { engine, clock, owner, identity } = this.#settings;
    options.abortSignal?.throwIfAborted();
    this.#serverVersion ??= (await engine.info({ abortSignal: options.abortSignal })).serverVersion;
    const labels = packedOwnerLabel(options.owner ?? owner, identity, options.isTemporary === true ? options.tag : undefined);
    const context = { engine, clock, serverVersion: this.#serverVersion, labels };
    for (let triesLeft = maxRebuilds; ; triesLeft -= 1) {
      try {
        return await buildImage(options, context);
      } catch (error) {
        if (!(error instanceof LostLayerError) || triesLeft === 0) throw error;
      }
    }
  }

  async inspect(image: string, abortSignal: AbortSignal | undefined): Promise<ImageInfo | null> {
    const found = await this.#settings.engine.inspectImage(image, { abortSignal });
    return found === null ? null : toImageInfo(found);
  }

  async remove(image: string, force: boolean): Promise<void> {
    if (await this.#settings.engine.removeImage(image, { force })) return;
    throw new EngineError({
      message: `The image ${image} is in use and was not removed.`,
      remedy: "Stop what uses it, or remove it with force.",
    });
  }

  async pull(image: string, abortSignal: AbortSignal | undefined, onProgress: ((text: string) => void) | undefined): Promise<ImageInfo> {
    abortSignal?.throwIfAborted();
    const present = await this.inspect(image, abortSignal);
    if (present !== null) return present;
    const pull = this.#pulls.get(image) ?? this.#startPull(image);
    if (onProgress !== undefined) pull.listeners.add(onProgress);
    pull.waiting += 1;
    try {
      return await Promise.race([pull.done, aborted(abortSignal)]);
    } finally {
      if (onProgress !== undefined) pull.listeners.delete(onProgress);
      pull.waiting -= 1;
      // Stopped only when nobody waits for it any more.
      if (pull.waiting === 0) pull.stop.abort(new Error("nobody waits for this pull any more"));
    }
  }

  #startPull(image: string): Pull {
    const listeners = new Set<(text: string) => void>();
    const stop = new AbortController();
    const report = (text: string): void => {
      for (const listener of listeners) listener(text);
    };
    const done = pullImage(image, report, stop.signal, { ...this.#settings, queue: this.#queue })
      .then(toImageInfo)
      .finally(() => this.#pulls.delete(image));
    done.catch(() => undefined); // Reported to those who wait; there may be none left.
    const pull = { done, listeners, stop, waiting: 0 };
    this.#pulls.set(image, pull);
    return pull;
  }
}

function aborted(abortSignal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    abortSignal?.addEventListener("abort", () => reject(abortSignal.reason as Error), { once: true });
  });
}

function toImageInfo(image: EngineImage): ImageInfo {
  return { imageId: image.id, tags: image.tags, digests: image.digests, sizeBytes: image.sizeBytes, labels: image.labels };
}
