import type { SandboxHandle } from "./sandbox.ts";

/** Limits of one sandbox. Each has a default chosen by the provider. */
export interface SandboxLimits {
  readonly memoryBytes?: number | undefined;
  /** CPUs, fractions allowed. */
  readonly cpus?: number | undefined;
  readonly pids?: number | undefined;
  /** The sandbox ends by itself this long after its start, even when the driver is dead. */
  readonly lifetimeMs?: number | undefined;
  /** Bytes the sandbox may add to the host's disk before it is stopped. */
  readonly diskBytes?: number | undefined;
}

/** Who a resource belongs to; written as labels on everything that is created. */
export interface Ownership {
  readonly runId: string;
  readonly instanceId?: string | undefined;
  readonly attempt?: number | undefined;
}

export interface CreateSandboxOptions {
  readonly image: string;
  /** @default "/testbed" */
  readonly workdir?: string | undefined;
  readonly limits?: SandboxLimits | undefined;
  /** `none`, `bridge`, or the name of a network of the engine. @default "none" */
  readonly network?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** @default the provider's own run */
  readonly owner?: Ownership | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

export interface BuildImageOptions {
  /** Text of the Dockerfile; the build context holds nothing else unless `files` are given. */
  readonly dockerfile: string;
  /** Further files of the build context by relative path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined;
  readonly tag: string;
  /** The tag is of no use without this driver: `sweep` takes it away once the driver is dead. Other tags of the image stay. @default false */
  readonly isTemporary?: boolean | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly owner?: Ownership | undefined;
  /** `none` builds without a network. @default the engine's default network */
  readonly network?: string | undefined;
  /** Wall-clock limit; the build is really stopped. @default none */
  readonly timeoutMs?: number | undefined;
  /** @default true */
  readonly useCache?: boolean | undefined;
  /** Called with each piece of the build log as it arrives. */
  readonly onLog?: ((text: string) => void) | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

export interface BuiltImage {
  /** Immutable id, sha256:... */
  readonly imageId: string;
  readonly tag: string;
  readonly log: string;
  readonly durationMs: number;
}

export interface ImageInfo {
  readonly imageId: string;
  readonly tags: readonly string[];
  /** `name@sha256:...` for images that were pushed or pulled. */
  readonly digests: readonly string[];
  readonly sizeBytes: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface SweepReport {
  readonly containers: number;
  readonly images: number;
  readonly networks: number;
  readonly volumes: number;
}

export interface SweepOptions {
  /** Also what belongs to living drivers of this run. @default only what no living driver owns */
  readonly runId?: string | undefined;
  /** Also images that were built here and have no tag any more, or only a temporary one. @default true */
  readonly images?: boolean | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Creates sandboxes and images on one engine. */
export interface SandboxProvider extends AsyncDisposable {
  /** Rejects with `ImageNotFoundError`, `EngineUnavailableError`, `ResourceExhaustedError` or `EngineError`; leaves nothing behind then. */
  create(options: CreateSandboxOptions): Promise<SandboxHandle>;
  /** Rejects with `ImageBuildError` when the Dockerfile is at fault. */
  buildImage(options: BuildImageOptions): Promise<BuiltImage>;
  /** null when the engine has no such image. */
  inspectImage(image: string, options?: { readonly abortSignal?: AbortSignal | undefined }): Promise<ImageInfo | null>;
  tagImage(image: string, tag: string): Promise<void>;
  /** A missing image is fine. */
  removeImage(image: string, options?: { readonly force?: boolean | undefined }): Promise<void>;
  /** Makes sure the image is on the engine, pulling it if it is not. Parallel calls for one image pull once. */
  pullImage(
    image: string,
    options?: { readonly abortSignal?: AbortSignal | undefined; readonly onProgress?: ((text: string) => void) | undefined },
  ): Promise<ImageInfo>;
  /** Pushes under exactly this name; yields `name@sha256:...`. */
  pushImage(tag: string, options?: { readonly abortSignal?: AbortSignal | undefined }): Promise<{ readonly digest: string }>;
  /** Writes the image as a tarball, atomically. */
  saveImage(image: string, file: string, options?: { readonly abortSignal?: AbortSignal | undefined }): Promise<void>;
  loadImage(file: string, options?: { readonly abortSignal?: AbortSignal | undefined }): Promise<void>;
  /** Free bytes where the engine stores images and containers; undefined when it cannot be known (remote engine). */
  freeDiskBytes(): Promise<number | undefined>;
  /** Removes what dead drivers left. Never touches what belongs to a living driver unless its `runId` is named. */
  sweep(options?: SweepOptions): Promise<SweepReport>;
}
