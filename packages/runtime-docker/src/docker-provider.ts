import {
  type BuildImageOptions,
  type BuiltImage,
  type CreateSandboxOptions,
  EngineError,
  type ImageInfo,
  ImageNotFoundError,
  type SandboxHandle,
  type SandboxProvider,
  type SweepOptions,
  type SweepReport,
  systemClock,
} from "@swe/core";
import { randomBytes } from "node:crypto";
import { containerSpec } from "./container/container-spec.ts";
import { ownerLabels, packedOwnerLabel } from "./container/labels.ts";
import { resolveLimits } from "./container/limits.ts";
import { ownIdentity } from "./container/owner-identity.ts";
import type { DockerProviderOptions } from "./docker-provider-options.ts";
import { createDockerodeEngine } from "./engine/dockerode-engine.ts";
import type { Engine, EngineImage } from "./engine/engine.ts";
import { buildImage } from "./image/build-image.ts";
import { DockerSandbox } from "./sandbox/docker-sandbox.ts";

/** Sandboxes and images on a Docker engine. Nothing is sent to the engine before the first call. */
export function createDockerProvider(options: DockerProviderOptions): SandboxProvider {
  return new DockerProvider(options);
}

class DockerProvider implements SandboxProvider {
  readonly #options: DockerProviderOptions;
  readonly #engine: Engine;
  readonly #identity = ownIdentity();
  readonly #open = new Set<DockerSandbox>();

  constructor(options: DockerProviderOptions) {
    this.#options = options;
    this.#engine =
      options.engineClient ??
      createDockerodeEngine({
        connection: options.engine,
        maxCalls: options.maxEngineCalls ?? 6,
        maxStreams: 16,
        callTimeoutMs: options.callTimeoutMs ?? 120_000,
        maxRetries: options.maxRetries ?? 4,
        clock: options.clock ?? systemClock,
      });
  }

  async create(options: CreateSandboxOptions): Promise<SandboxHandle> {
    const { abortSignal, workdir = "/testbed", network = "none", env = {} } = options;
    const engine = this.#engine;
    const limits = resolveLimits(this.#options.limits, options.limits);
    const owner = options.owner ?? this.#options.owner;
    const image = await engine.inspectImage(options.image, { abortSignal });
    if (image === null) {
      throw new ImageNotFoundError({
        message: `The engine has no image ${options.image}.`,
        remedy: "Build or pull it first.",
        image: options.image,
      });
    }
    const labels = ownerLabels(owner, this.#identity, Date.now() + limits.lifetimeMs);
    const name = `swe-${randomBytes(8).toString("hex")}`;
    const spec = containerSpec({
      image: image.id,
      workdir,
      limits,
      network,
      env,
      labels,
      readOnlyRoot: this.#options.readOnlyRoot ?? false,
      tmpfs: this.#options.tmpfs ?? [],
    });
    const id = await engine.createContainer(name, spec, { abortSignal }).catch(async (error: unknown) => {
      await engine.removeContainer(name).catch(() => undefined);
      throw error;
    });
    const sandbox = new DockerSandbox({
      engine,
      clock: this.#options.clock ?? systemClock,
      id,
      imageId: image.id,
      workdir,
      owner,
      lifetimeMs: limits.lifetimeMs,
      onEvent: this.#options.onEvent ?? ((): void => undefined),
      onStopped: (stopped) => this.#open.delete(stopped),
      ranOutOfMemory: () => Promise.resolve(false),
    });
    try {
      await engine.startContainer(id, { abortSignal });
      await sandbox.start();
    } catch (error) {
      await engine.removeContainer(id).catch(() => undefined);
      throw error;
    }
    this.#open.add(sandbox);
    return sandbox;
  }

  async buildImage(options: BuildImageOptions): Promise<BuiltImage> {
    const { serverVersion } = await this.#engine.info({ abortSignal: options.abortSignal });
    const labels = packedOwnerLabel(options.owner ?? this.#options.owner, this.#identity);
    return buildImage(options, { engine: this.#engine, clock: this.#options.clock ?? systemClock, serverVersion, labels });
  }

  async inspectImage(image: string, options: { readonly abortSignal?: AbortSignal | undefined } = {}): Promise<ImageInfo | null> {
    const found = await this.#engine.inspectImage(image, options);
    return found === null ? null : toImageInfo(found);
  }

  async tagImage(image: string, tag: string): Promise<void> {
    await this.#engine.tagImage(image, tag);
  }

  async removeImage(image: string, options: { readonly force?: boolean | undefined } = {}): Promise<void> {
    await this.#engine.removeImage(image, options);
  }

  pullImage(image: string): Promise<ImageInfo> {
    return Promise.reject(new EngineError({ message: `Pulling ${image} comes later.` }));
  }

  pushImage(tag: string): Promise<{ readonly digest: string }> {
    return Promise.reject(new EngineError({ message: `Pushing ${tag} comes later.` }));
  }

  saveImage(image: string): Promise<void> {
    return Promise.reject(new EngineError({ message: `Saving ${image} comes later.` }));
  }

  loadImage(file: string): Promise<void> {
    return Promise.reject(new EngineError({ message: `Loading ${file} comes later.` }));
  }

  freeDiskBytes(): Promise<number | undefined> {
    return Promise.resolve(undefined);
  }

  sweep(_options: SweepOptions = {}): Promise<SweepReport> {
    return Promise.resolve({ containers: 0, images: 0, networks: 0, volumes: 0 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#open].map((sandbox) => sandbox.stop()));
  }
}

function toImageInfo(image: EngineImage): ImageInfo {
  return { imageId: image.id, tags: image.tags, digests: image.digests, sizeBytes: image.sizeBytes, labels: image.labels };
}
