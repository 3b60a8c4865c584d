import { type DatasetEntry, InputError } from "@swe/core";
import { isAbsolute, join } from "node:path";
import type { ImageSource } from "./image-source.ts";

/** An entry made ready for attempts. */
export interface AttemptTask {
  readonly entry: DatasetEntry;
  /** The entry's fields, for records. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly image: ImageSource;
}

/** Reads what the attempts on an entry need. `folder` is where relative paths of image tarballs start. */
export function toAttemptTask(entry: DatasetEntry, folder: string): AttemptTask {
  const fields = JSON.parse(entry.json) as Record<string, unknown>;
  const { instance } = entry;
  if (instance.dockerImage === undefined) {
    throw new InputError({
      message: `The entry "${instance.instanceId}" names no docker_image.`,
      remedy: "Build its image with Stage 1 first, or add the name of an image that you have.",
    });
  }
  const text = (name: string): string | undefined => (typeof fields[name] === "string" && fields[name] !== "" ? fields[name] : undefined);
  const tarball = text("docker_image_tarball");
  return {
    entry,
    fields,
    image: {
      image: instance.dockerImage,
      tarball: tarball === undefined || isAbsolute(tarball) ? tarball : join(folder, tarball),
      digest: text("docker_image_digest"),
    },
  };
}
