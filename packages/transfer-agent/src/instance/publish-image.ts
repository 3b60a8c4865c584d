import { join } from "node:path";
import type { SandboxProvider } from "@swe/core";

export interface PublishOptions {
  readonly provider: SandboxProvider;
  readonly image: string;
  /** `REGISTRY/PREFIX`. */
  readonly push?: string | undefined;
  /** Folder for tarballs. */
  readonly save?: string | undefined;
  readonly onPhase?: ((name: string) => void) | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Where an image can be had on other machines. */
export interface Published {
  readonly docker_image_pushed: string | null;
  readonly docker_image_digest: string | null;
  readonly docker_image_tarball: string | null;
}

export const notPublished: Published = { docker_image_pushed: null, docker_image_digest: null, docker_image_tarball: null };

export function pushedName(push: string, image: string): string {
  return `${push.replace(/\/+$/, "")}/${image}`;
}

export function tarballPath(save: string, image: string): string {
  return join(save, `${image}.tar`);
}

/** Pushes and saves a finished image as asked. Rejects with the provider's errors. */
export async function publishImage({ provider, image, push, save, onPhase, abortSignal }: PublishOptions): Promise<Published> {
  let published = notPublished;
  if (push !== undefined) {
    onPhase?.("push");
    const name = pushedName(push, image);
    await provider.tagImage(image, name);
    try {
      const { digest } = await provider.pushImage(name, { abortSignal });
      published = { ...published, docker_image_pushed: name, docker_image_digest: digest };
    } finally {
      await provider.removeImage(name);
    }
  }
  if (save !== undefined) {
    onPhase?.("save");
    const file = tarballPath(save, image);
    await provider.saveImage(image, file, { abortSignal });
    published = { ...published, docker_image_tarball: file };
  }
  return published;
}
