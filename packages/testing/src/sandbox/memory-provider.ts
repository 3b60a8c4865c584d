import {
  type BuildImageOptions,
  type CreateSandboxOptions,
  type ImageInfo,
  ImageNotFoundError,
  type SandboxProvider,
  type SweepReport,
} from "@swe/core";
import { createHash } from "node:crypto";
import { createMemorySandbox, type MemorySandbox, type MemorySandboxOptions } from "./memory-sandbox.ts";

export interface MemoryProviderOptions {
  /** What sandboxes hold; may depend on what is asked for. */
  readonly sandbox?: MemorySandboxOptions | ((options: CreateSandboxOptions) => MemorySandboxOptions) | undefined;
  /** Images the engine has from the start. @default none: any image can be used */
  readonly images?: readonly string[] | undefined;
  /** Called for each build; may throw as the real one does. What it returns is the build log. */
  readonly onBuild?: ((options: BuildImageOptions) => string | undefined | Promise<string | undefined>) | undefined;
}

export interface MemoryProvider extends SandboxProvider {
  readonly created: readonly { readonly options: CreateSandboxOptions; readonly sandbox: MemorySandbox }[];
  readonly builds: readonly BuildImageOptions[];
  /** Tags that can be inspected now. */
  readonly images: ReadonlyMap<string, ImageInfo>;
}

/** A provider of in-memory sandboxes that remembers what it was asked for. */
export function createMemoryProvider(options: MemoryProviderOptions = {}): MemoryProvider {
  const anyImage = options.images === undefined;
  const images = new Map((options.images ?? []).map((tag) => [tag, imageInfo(tag)]));
  const created: { options: CreateSandboxOptions; sandbox: MemorySandbox }[] = [];
  const builds: BuildImageOptions[] = [];
  const none: SweepReport = { containers: 0, images: 0, networks: 0, volumes: 0 };

  function find(image: string): ImageInfo | undefined {
    const known = images.get(image) ?? [...images.values()].find((info) => info.imageId === image);
    return known ?? (anyImage ? imageInfo(image) : undefined);
  }
  function need(image: string): ImageInfo {
    const found = find(image);
    if (found === undefined) throw new ImageNotFoundError({ message: `No image ${image}.`, remedy: "Build it first.", image });
    return found;
  }

  return {
    created,
    builds,
    images,
    create: async (request) => {
      request.abortSignal?.throwIfAborted();
      const image = need(request.image);
      const base = typeof options.sandbox === "function" ? options.sandbox(request) : (options.sandbox ?? {});
      const sandbox = createMemorySandbox({
        imageId: image.imageId,
        ...base,
        workdir: request.workdir ?? base.workdir,
        env: { ...base.env, ...request.env },
      });
      created.push({ options: request, sandbox });
      return sandbox;
    },
    buildImage: async (request) => {
      request.abortSignal?.throwIfAborted();
      builds.push(request);
      const log = (await options.onBuild?.(request)) ?? "";
      if (log !== "") request.onLog?.(log);
      const info = { ...imageInfo(request.tag, request.dockerfile), labels: request.labels ?? {} };
      images.set(request.tag, info);
      return { imageId: info.imageId, tag: request.tag, log, durationMs: 0 };
    },
    inspectImage: async (image) => find(image) ?? null,
    tagImage: async (image, tag) => {
      images.set(tag, { ...need(image), tags: [tag] });
    },
    removeImage: async (image) => {
      images.delete(image);
    },
    pullImage: async (image) => need(image),
    pushImage: async (tag) => ({ digest: `${tag}@${need(tag).imageId}` }),
    saveImage: async () => undefined,
    loadImage: async () => undefined,
    freeDiskBytes: async () => undefined,
    sweep: async () => none,
    [Symbol.asyncDispose]: async () => {
      for (const { sandbox } of created) await sandbox.stop();
    },
  };
}

function imageInfo(tag: string, content = tag): ImageInfo {
  const hex = createHash("sha256").update(content).digest("hex");
  return { imageId: `sha256:${hex}`, tags: [tag], digests: [], sizeBytes: content.length, labels: {} };
}
