import type { SandboxHandle } from "./sandbox.ts";
import type { SandboxProvider } from "./sandbox-provider.ts";

/**
 * The same provider, but what it creates is stopped, with everything that runs in it, the moment the signal fires: calls under way
 * reject with `SandboxLostError` instead of ending their processes one by one. For work whose containers are of no use after an abort.
 */
export function stopSandboxesOn(provider: SandboxProvider, abortSignal: AbortSignal): SandboxProvider {
  return {
    create: async (options) => stopOn(await provider.create(options), abortSignal),
    buildImage: (options) => provider.buildImage(options),
    inspectImage: (image, options) => provider.inspectImage(image, options),
    tagImage: (image, tag) => provider.tagImage(image, tag),
    removeImage: (image, options) => provider.removeImage(image, options),
    pullImage: (image, options) => provider.pullImage(image, options),
    pushImage: (tag, options) => provider.pushImage(tag, options),
    saveImage: (image, file, options) => provider.saveImage(image, file, options),
    loadImage: (file, options) => provider.loadImage(file, options),
    freeDiskBytes: () => provider.freeDiskBytes(),
    sweep: (options) => provider.sweep(options),
    [Symbol.asyncDispose]: () => provider[Symbol.asyncDispose](),
  };
}

function stopOn(sandbox: SandboxHandle, abortSignal: AbortSignal): SandboxHandle {
  // Whoever created the sandbox stops it as well, and is told there if that fails.
  const onAbort = (): void => void sandbox.stop().catch(() => undefined);
  const stop: SandboxHandle["stop"] = async (options) => {
    abortSignal.removeEventListener("abort", onAbort);
    await sandbox.stop(options);
  };
  if (abortSignal.aborted) onAbort();
  else abortSignal.addEventListener("abort", onAbort, { once: true });
  return {
    id: sandbox.id,
    imageId: sandbox.imageId,
    workdir: sandbox.workdir,
    run: (command, options) => sandbox.run(command, options),
    exec: (argv, options) => sandbox.exec(argv, options),
    readFile: (path, options) => sandbox.readFile(path, options),
    writeFile: (path, content, options) => sandbox.writeFile(path, content, options),
    remove: (path, options) => sandbox.remove(path, options),
    stat: (path, options) => sandbox.stat(path, options),
    list: (path, options) => sandbox.list(path, options),
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}
