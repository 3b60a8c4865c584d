import { type ImageInfo, ImageNotFoundError, type SandboxProvider } from "@swe/core";
import type { ImageSource } from "./image-source.ts";

/** Makes images available on the engine, each one once. */
export interface ImageStore {
  /** Rejects with `ImageNotFoundError` when the image is nowhere to be had. */
  ensure(source: ImageSource, options?: EnsureOptions): Promise<ImageInfo>;
  /** What was made available so far, by the name in the dataset. */
  readonly known: ReadonlyMap<string, ImageInfo>;
}

export interface EnsureOptions {
  readonly abortSignal?: AbortSignal | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** An image is taken from the engine, else from its tarball, else pulled by its recorded digest or by its name. */
export function createImageStore(provider: SandboxProvider): ImageStore {
  const known = new Map<string, ImageInfo>();
  const underWay = new Map<string, Promise<ImageInfo>>();
  const ensure = (source: ImageSource, options: EnsureOptions = {}): Promise<ImageInfo> => {
    const running = underWay.get(source.image);
    if (running !== undefined) return running;
    const started = obtain(provider, source, options).then((info) => {
      known.set(source.image, info);
      return info;
    });
    underWay.set(source.image, started);
    // A failure, a cancelled pull say, must not be remembered for the next attempt.
    started.catch(() => underWay.delete(source.image));
    return started;
  };
  return { ensure, known };
}

async function obtain(provider: SandboxProvider, source: ImageSource, options: EnsureOptions): Promise<ImageInfo> {
  const { image, tarball, digest } = source;
  const present = await provider.inspectImage(image, options);
  if (present !== null) return present;
  if (tarball !== undefined) {
    options.onProgress?.(`loading ${tarball}`);
    await provider.loadImage(tarball, options);
    const loaded = await provider.inspectImage(image, options);
    if (loaded !== null) return loaded;
    throw new ImageNotFoundError({
      message: `The tarball ${tarball} was loaded and holds no image named ${image}.`,
      remedy: "Save the image again with the name that the dataset gives.",
      image,
    });
  }
  if (digest === undefined) return provider.pullImage(image, options);
  await provider.pullImage(digest, options);
  await provider.tagImage(digest, image);
  return (await provider.inspectImage(image, options)) ?? provider.pullImage(image, options);
}
