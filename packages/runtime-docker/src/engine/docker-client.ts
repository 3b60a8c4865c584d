import type { Duplex } from "node:stream";

/** The calls of `dockerode` that are used, described structurally so that its types and version stay behind this border. */
export interface DockerClient {
  version(options?: object): Promise<{ readonly Version: string; readonly ApiVersion: string }>;
  ping(options?: object): Promise<unknown>;
  info(options?: object): Promise<{ readonly DockerRootDir: string }>;
  createContainer(spec: object): Promise<{ readonly id: string }>;
  getContainer(id: string): DockerContainer;
  listContainers(options: object): Promise<readonly RawContainerSummary[]>;
  getExec(id: string): DockerExec;
  getImage(name: string): DockerImage;
  listImages(options: object): Promise<readonly RawImageSummary[]>;
  pull(image: string, options: object): Promise<NodeJS.ReadableStream>;
  buildImage(context: NodeJS.ReadableStream, options: object): Promise<NodeJS.ReadableStream>;
  loadImage(file: NodeJS.ReadableStream, options: object): Promise<NodeJS.ReadableStream>;
  listNetworks(options: object): Promise<readonly { readonly Id: string; readonly Labels: Record<string, string> | null }[]>;
  getNetwork(id: string): { remove(options?: object): Promise<unknown> };
  listVolumes(
    options: object,
  ): Promise<{ readonly Volumes: readonly { readonly Name: string; readonly Labels: Record<string, string> | null }[] | null }>;
  getVolume(name: string): { remove(options?: object): Promise<unknown> };
  getEvents(options: object): Promise<NodeJS.ReadableStream>;
}

export interface DockerContainer {
  start(options?: object): Promise<unknown>;
  restart(options?: object): Promise<unknown>;
  remove(options?: object): Promise<unknown>;
  inspect(options?: object): Promise<RawContainer>;
  exec(spec: object): Promise<{ readonly id: string }>;
  attach(options: object): Promise<Duplex>;
}

export interface DockerExec {
  start(options: object): Promise<Duplex>;
  inspect(options?: object): Promise<{ readonly Running: boolean; readonly ExitCode: number | null; readonly Pid?: number }>;
}

export interface DockerImage {
  inspect(options?: object): Promise<RawImage>;
  tag(options: object): Promise<unknown>;
  remove(options?: object): Promise<unknown>;
  push(options: object): Promise<NodeJS.ReadableStream>;
  get(): Promise<NodeJS.ReadableStream>;
}

export interface RawContainer {
  readonly Id: string;
  readonly Image: string;
  readonly State: { readonly Running: boolean; readonly ExitCode: number; readonly OOMKilled: boolean };
}

export interface RawContainerSummary {
  readonly Id: string;
  readonly State: string;
  readonly Labels: Record<string, string> | null;
  readonly SizeRw?: number;
}

export interface RawImage {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Size: number;
  readonly Config: { readonly Labels: Record<string, string> | null } | null;
}

export interface RawImageSummary {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly Labels: Record<string, string> | null;
}
