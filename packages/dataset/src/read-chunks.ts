import { createReadStream } from "node:fs";
import { InputError, SweError } from "@swe/core";

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a folder, not a file",
  EACCES: "must not be read: permission denied",
};

/** Reads a file piece by piece. Throws `InputError` when it cannot be read. */
export async function readChunks(path: string, onChunk: (chunk: Uint8Array) => void, abortSignal?: AbortSignal): Promise<void> {
  abortSignal?.throwIfAborted();
  const stream = createReadStream(path, { highWaterMark: 4 << 20, ...(abortSignal === undefined ? {} : { signal: abortSignal }) });
  try {
    for await (const chunk of stream) onChunk(chunk as Uint8Array);
  } catch (error) {
    abortSignal?.throwIfAborted();
    // What the caller found wrong with the content has its own message already.
    if (SweError.isInstance(error)) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new InputError({
      message: `The file ${path} ${reasons[code] ?? `cannot be read (${code})`}.`,
      remedy: "Check the path.",
      cause: error,
    });
  }
}
