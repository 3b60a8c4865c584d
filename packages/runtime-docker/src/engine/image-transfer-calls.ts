import { Readable } from "node:stream";
import type { DockerClient } from "./docker-client.ts";
import type { BuildRequest, Engine } from "./engine.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { followMessages } from "./follow-messages.ts";
import { checkImageName } from "./image-name.ts";
import { splitTag } from "./split-tag.ts";

type ImageTransferCalls = Pick<Engine, "pull" | "push" | "build" | "saveImage" | "loadImage">;

/** The engine wants some credentials header for a push even where the registry asks for none. */
const noCredentials = { username: "", password: "" };

export function createImageTransferCalls(client: DockerClient, stream: EngineCaller): ImageTransferCalls {
  return {
    pull: async (image, onMessage, options) => {
      checkImageName(image);
      await followMessages(stream, {
        action: `pull ${image}`,
        open: (abortSignal) => client.pull(image, { abortSignal }),
        onMessage,
        abortSignal: options?.abortSignal,
      });
    },
    push: async (name, onMessage, options) => {
      checkImageName(name);
      const { repo, tag } = splitTag(name);
      await followMessages(stream, {
        action: `push ${name}`,
        open: (abortSignal) => client.getImage(repo).push({ tag, authconfig: noCredentials, abortSignal }),
        onMessage,
        abortSignal: options?.abortSignal,
      });
    },
    build: (request, onMessage, options) =>
      followMessages(stream, {
        action: `build ${request.tag}`,
        open: (abortSignal) =>
          client.buildImage(Readable.from([request.context], { objectMode: false }), { ...buildParameters(request), abortSignal }),
        onMessage,
        abortSignal: options?.abortSignal,
      }),
    saveImage: async (image, consume, options) => {
      checkImageName(image);
      const save = async (abortSignal: AbortSignal): Promise<void> => consume(await client.getImage(image).get(), abortSignal);
      await stream(`save ${image}`, save, { ...options, unlimited: true });
    },
    loadImage: (tar, onMessage, options) =>
      followMessages(stream, {
        action: "load an image",
        open: (abortSignal) => client.loadImage(tar, { abortSignal }),
        onMessage,
        abortSignal: options?.abortSignal,
      }),
  };
}

function buildParameters({ tag, buildArgs, labels, useCache, network, buildKit }: BuildRequest): object {
  return {
    t: tag,
    buildargs: JSON.stringify(buildArgs),
    labels: JSON.stringify(labels),
    nocache: !useCache,
    rm: true,
    forcerm: true,
    ...(network === undefined ? {} : { networkmode: network }),
    ...(buildKit ? { version: "2" } : {}),
  };
}
