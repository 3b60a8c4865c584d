import { isLostLayer } from "../image/lost-layer-error.ts";
import type { DockerClient } from "./docker-client.ts";
import type { Engine } from "./engine.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { checkImageName, isImageName } from "./image-name.ts";
import { splitTag } from "./split-tag.ts";
import { engineStatus } from "./translate-engine-error.ts";

type ImageCalls = Pick<Engine, "inspectImage" | "listImages" | "tagImage" | "removeImage">;

export function createImageCalls(client: DockerClient, call: EngineCaller): ImageCalls {
  return {
    inspectImage: async (image, options) => {
      if (!isImageName(image)) return null;
      try {
        const raw = await call("inspect an image", (abortSignal) => client.getImage(image).inspect({ abortSignal }), {
          ...options,
          idempotent: true,
        });
        return {
          id: raw.Id,
          tags: raw.RepoTags ?? [],
          digests: raw.RepoDigests ?? [],
          sizeBytes: raw.Size,
          labels: raw.Config?.Labels ?? {},
        };
      } catch (error) {
        if (engineStatus(error) === 404 || engineStatus(error) === 400) return null;
        throw error;
      }
    },
    listImages: async ({ label, abortSignal }) => {
      const filters = JSON.stringify({ label: [label] });
      const found = await call("list images", (signal) => client.listImages({ filters, abortSignal: signal }), {
        abortSignal,
        idempotent: true,
      });
      // Engines before 24 give an image without tags one of this name.
      const tagsOf = (tags: readonly string[] | null | undefined): readonly string[] =>
        (tags ?? []).filter((tag) => tag !== "<none>:<none>");
      return found.map((raw) => ({ id: raw.Id, labels: raw.Labels ?? {}, tags: tagsOf(raw.RepoTags) }));
    },
    tagImage: async (image, tag) => {
      checkImageName(image);
      const { repo, tag: version } = splitTag(tag);
      await call(`tag ${image} as ${tag}`, () => client.getImage(image).tag({ repo, tag: version }), { idempotent: true });
    },
    removeImage: async (image, { abortSignal, force = false } = {}) => {
      if (!isImageName(image)) return true;
      try {
        await call("remove an image", (signal) => client.getImage(image).remove({ force, abortSignal: signal }), {
          abortSignal,
          idempotent: true,
          unlimited: true,
        });
        return true;
      } catch (error) {
        if (engineStatus(error) === 404) return true;
        if (engineStatus(error) === 409) return false;
        // Somebody else is removing it at this moment, or has just done so.
        if (engineStatus(error) === 500 && error instanceof Error && isLostLayer(error.message)) return true;
        throw error;
      }
    },
  };
}
