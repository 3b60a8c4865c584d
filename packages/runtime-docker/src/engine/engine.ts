import type { Duplex } from "node:stream";

/** What is started when a container is created; the engine's own JSON, built in one place (`container-spec.ts`). */
export type ContainerSpec = Readonly<Record<string, unknown>>;

export interface ContainerState {
  readonly id: string;
  readonly imageId: string;
  readonly running: boolean;
  readonly exitCode: number;
  readonly oomKilled: boolean;
}

export interface ContainerSummary {
  readonly id: string;
  readonly running: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Bytes of the writable layer, where it was asked for. */
  readonly writableBytes: number | undefined;
}

export interface ExecSpec {
  readonly argv: readonly string[];
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly user?: string | undefined;
}

export interface ExecState {
  readonly running: boolean;
  readonly exitCode: number | null;
  /** False when no process could be started for it. */
  readonly started: boolean;
}

export interface EngineImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly sizeBytes: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface EngineResource {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface EngineImageSummary extends EngineResource {
  readonly tags: readonly string[];
}

export interface EngineInfo {
  readonly serverVersion: string;
  readonly apiVersion: string;
  /** Folder of the engine's data on the engine's host. */
  readonly rootDir: string;
}

/** An event of the engine's stream that the runtime acts on. */
export interface EngineEvent {
  readonly action: string;
  readonly containerId: string;
  readonly timeMs: number;
}

export interface BuildRequest {
  readonly context: Uint8Array;
  readonly tag: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: string | undefined;
  readonly useCache: boolean;
  readonly buildKit: boolean;
}

/** One message of a build, pull or push stream. */
export interface ProgressMessage {
  readonly text: string;
  readonly error: string | undefined;
  readonly imageId: string | undefined;
  readonly digest: string | undefined;
}

export interface SignalOption {
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * The few engine calls that the runtime is made of, in its own terms: vendor types end here. Every call rejects with a
 * typed error of `@swe/core`; short calls share one bounded first-come queue, streams do not occupy it once opened.
 */
export interface Engine {
  /** True when the engine runs on this machine, so that its paths and processes can be looked at. */
  readonly isLocal: boolean;
  info(options?: SignalOption): Promise<EngineInfo>;

  createContainer(name: string, spec: ContainerSpec, options?: SignalOption): Promise<string>;
  startContainer(id: string, options?: SignalOption): Promise<void>;
  /** Kills every process and starts the container again with its files kept. */
  restartContainer(id: string, options?: SignalOption): Promise<void>;
  /** Kills and removes with volumes; one that is gone already is fine. Resolves when the engine has forgotten it. */
  removeContainer(id: string, options?: SignalOption): Promise<void>;
  inspectContainer(id: string, options?: SignalOption): Promise<ContainerState | null>;
  listContainers(
    options: SignalOption & { readonly label: string; readonly size?: boolean | undefined },
  ): Promise<readonly ContainerSummary[]>;
  /** stdin and output of the main process, frames of the engine's multiplexed stream. */
  attach(id: string, options?: SignalOption): Promise<Duplex>;

  createExec(containerId: string, spec: ExecSpec, options?: SignalOption): Promise<string>;
  /** Starts it; yields stdin and the multiplexed output. */
  startExec(execId: string, options?: SignalOption): Promise<Duplex>;
  inspectExec(execId: string, options?: SignalOption): Promise<ExecState>;

  inspectImage(image: string, options?: SignalOption): Promise<EngineImage | null>;
  listImages(options: SignalOption & { readonly label: string }): Promise<readonly EngineImageSummary[]>;
  tagImage(image: string, tag: string): Promise<void>;
  /** False when something still uses the image. A missing image is fine. */
  removeImage(image: string, options?: SignalOption & { readonly force?: boolean | undefined }): Promise<boolean>;
  pull(image: string, onMessage: (message: ProgressMessage) => void, options?: SignalOption): Promise<void>;
  push(tag: string, onMessage: (message: ProgressMessage) => void, options?: SignalOption): Promise<void>;
  build(request: BuildRequest, onMessage: (message: ProgressMessage) => void, options?: SignalOption): Promise<void>;
  /** Hands the tarball to `consume`; resolves with it. */
  saveImage(
    image: string,
    consume: (tar: NodeJS.ReadableStream, abortSignal: AbortSignal) => Promise<void>,
    options?: SignalOption,
  ): Promise<void>;
  loadImage(stream: NodeJS.ReadableStream, onMessage: (message: ProgressMessage) => void, options?: SignalOption): Promise<void>;

  listNetworks(options: SignalOption & { readonly label: string }): Promise<readonly EngineResource[]>;
  removeNetwork(id: string): Promise<boolean>;
  listVolumes(options: SignalOption & { readonly label: string }): Promise<readonly EngineResource[]>;
  removeVolume(id: string): Promise<boolean>;

  /** Calls `onEvent` for container events until the signal fires; reconnects by itself. */
  watchEvents(
    filter: { readonly label: string; readonly actions: readonly string[] },
    onEvent: (event: EngineEvent) => void,
    abortSignal: AbortSignal,
  ): void;
}
