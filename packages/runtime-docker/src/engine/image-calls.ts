import { Readable } from "node:stream";
import type { DockerClient } from "./docker-client.ts";
import type { Engine, ProgressMessage } from "./engine.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { readMessages } from "./read-messages.ts";
import { toProgressMessage } from "./to-progress-message.ts";
import { engineStatus } from "./translate-engine-error.ts";

type ImageCalls = Pick<
  Engine,
  "inspectImage" | "listDanglingImages" | "tagImage" | "removeImage" | "pull" | "push" | "build" | "saveImage" | "loadImage"
>;

export function createImageCalls(client: DockerClient, call: EngineCaller, stream: EngineCaller): ImageCalls {
  /** A long answer made of messages: opened and read outside the queue of short calls. */
  function follow(
    action: string,
    open: (abortSignal: AbortSignal) => Promise<NodeJS.ReadableStream>,
    onMessage: (message: ProgressMessage) => void,
    abortSignal: AbortSignal | undefined,
  ): Promise<void> {
    const read = async (signal: AbortSignal): Promise<void> => {
      const answer = await open(signal);
      const close = (): void => {
        if ("destroy" in answer && typeof answer.destroy === "function") answer.destroy(signal.reason);
      };
      signal.addEventListener("abort", close, { once: true });
      try {
        await readMessages(answer, (raw) => onMessage(toProgressMessage(raw)));
      } finally {
        signal.removeEventListener("abort", close);
      }
    };
    return stream(action, read, { abortSignal, unlimited: true });
  }

  return {
    inspectImage: async (image, options) => {
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
    listDanglingImages: async ({ label, abortSignal }) => {
      const filters = JSON.stringify({ label: [label], dangling: ["true"] });
      const found = await call("list images", (signal) => client.listImages({ filters, abortSignal: signal }), {
        abortSignal,
        idempotent: true,
      });
      return found.map((raw) => ({ id: raw.Id, labels: raw.Labels ?? {} }));
    },
    tagImage: async (image, tag) => {
      const { repo, tag: version } = splitTag(tag);
      await call(`tag ${image} as ${tag}`, () => client.getImage(image).tag({ repo, tag: version }), { idempotent: true });
    },
    removeImage: async (image, { abortSignal, force = false } = {}) => {
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
        throw error;
      }
    },
    pull: (image, onMessage, options) =>
      follow(`pull ${image}`, (abortSignal) => client.pull(image, { abortSignal }), onMessage, options?.abortSignal),
    push: (tag, onMessage, options) =>
      follow(
        `push ${tag}`,
        // The engine wants some credentials header even where the registry asks for none.
        (abortSignal) =>
          client.getImage(splitTag(tag).repo).push({ tag: splitTag(tag).tag, authconfig: { username: "", password: "" }, abortSignal }),
        onMessage,
        options?.abortSignal,
      ),
    build: (request, onMessage, options) =>
      follow(
        `build ${request.tag}`,
        (abortSignal) =>
          client.buildImage(Readable.from([request.context], { objectMode: false }), {
            t: request.tag,
            buildargs: JSON.stringify(request.buildArgs),
            labels: JSON.stringify(request.labels),
            nocache: !request.useCache,
            rm: true,
            forcerm: true,
            ...(request.network === undefined ? {} : { networkmode: request.network }),
            ...(request.buildKit ? { version: "2" } : {}),
            abortSignal,
          }),
        onMessage,
        options?.abortSignal,
      ),
    saveImage: (image, options) =>
      stream(`save ${image}`, (abortSignal) => client.getImage(image).get({ abortSignal }), { ...options, unlimited: true }),
    loadImage: (tar, onMessage, options) =>
      follow("load an image", (abortSignal) => client.loadImage(tar, { abortSignal }), onMessage, options?.abortSignal),
  };
}

/** `host:5000/name:tag` into its name and tag; a colon before the last slash belongs to the host. */
export function splitTag(name: string): { readonly repo: string; readonly tag: string } {
  const colon = name.lastIndexOf(":");
  if (colon > name.lastIndexOf("/")) return { repo: name.slice(0, colon), tag: name.slice(colon + 1) };
  return { repo: name, tag: "latest" };
}
