import { type CreateSandboxOptions, type ImageInfo, ImageNotFoundError, type SandboxHandle, type SandboxProvider } from "@swe/core";
import { createMemoryProvider } from "@swe/testing";
import { createHostSandbox } from "./host-sandbox.ts";

export interface HostProvider extends SandboxProvider {
  readonly created: readonly CreateSandboxOptions[];
  /** Sandboxes that nobody has stopped. */
  readonly running: ReadonlySet<SandboxHandle>;
}

export interface HostProviderOptions {
  /** Folder that every sandbox starts as a copy of. */
  readonly template: string;
  /** May throw as an engine does. */
  readonly onCreate?: ((options: CreateSandboxOptions, index: number) => void) | undefined;
  /** May change how a sandbox behaves. */
  readonly wrap?: ((sandbox: SandboxHandle) => SandboxHandle) | undefined;
}

/** Sandboxes that are folders of this machine; every image but `missing:1` is there. */
export function createHostProvider({ template, onCreate, wrap }: HostProviderOptions): HostProvider {
  const created: CreateSandboxOptions[] = [];
  const running = new Set<SandboxHandle>();
  const info = (image: string): ImageInfo => ({ imageId: `sha256:${image}`, tags: [image], digests: [], sizeBytes: 0, labels: {} });
  const stopAll = async (): Promise<void> => {
    for (const sandbox of running) await sandbox.stop();
  };
  return {
    ...createMemoryProvider(),
    created,
    running,
    create: async (options) => {
      options.abortSignal?.throwIfAborted();
      const index = created.push(options) - 1;
      onCreate?.(options, index);
      const plain = await createHostSandbox(template);
      const sandbox = wrap?.(plain) ?? plain;
      const stop = async (): Promise<void> => {
        running.delete(handle);
        await sandbox.stop();
      };
      const handle: SandboxHandle = { ...sandbox, stop, [Symbol.asyncDispose]: stop };
      running.add(handle);
      return handle;
    },
    inspectImage: (image) => Promise.resolve(image === "missing:1" ? null : info(image)),
    pullImage: (image) => Promise.reject(new ImageNotFoundError({ message: `No image ${image}.`, image })),
    [Symbol.asyncDispose]: stopAll,
  };
}
