import { EngineError, ImageNotFoundError, InputError } from "@swe/core";
import { createReadStream, createWriteStream } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Engine } from "../engine/engine.ts";
import { engineStatus } from "../engine/translate-engine-error.ts";

/** Writes the image as a tarball; the file is complete or not there. */
export async function saveImage(engine: Engine, image: string, file: string, abortSignal: AbortSignal | undefined): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  try {
    const write = (tar: NodeJS.ReadableStream, signal: AbortSignal): Promise<void> =>
      pipeline(tar, createWriteStream(temporary), { signal });
    await engine.saveImage(image, write, { abortSignal });
    await flush(temporary);
    await rename(temporary, file);
    await flush(dirname(file));
  } catch (error) {
    await rm(temporary, { force: true });
    if (engineStatus(error) === 404)
      throw new ImageNotFoundError({ message: `The engine has no image ${image}.`, remedy: "Build or pull it first.", image });
    throw error;
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Loads every image of a tarball. */
export async function loadImage(engine: Engine, file: string, abortSignal: AbortSignal | undefined): Promise<void> {
  await access(file).catch((cause: unknown) => {
    throw new InputError({ message: `There is no image file ${file}.`, cause });
  });
  let failure: string | undefined;
  const tar = createReadStream(file);
  try {
    await engine.loadImage(
      Readable.from(tar),
      ({ error }) => {
        failure ??= error;
      },
      { abortSignal },
    );
  } finally {
    tar.destroy();
  }
  if (failure !== undefined)
    throw new EngineError({ message: `The image file ${file} could not be loaded: ${failure.trim()}.`, remedy: "Write it anew." });
}
