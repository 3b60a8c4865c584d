import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where an instance's files go. Names are relative, with `/`. */
export interface ArtifactSink {
  write(name: string, content: string | Uint8Array): Promise<void>;
  append(name: string, text: string): Promise<void>;
}

/** Writes into a folder, which is made when the first file comes. */
export function createFolderSink(folder: string): ArtifactSink {
  const place = async (name: string): Promise<string> => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  return {
    write: async (name, content) => writeFile(await place(name), content, { flush: true, mode: name.endsWith(".sh") ? 0o755 : 0o644 }),
    append: async (name, text) => appendFile(await place(name), text),
  };
}

/** Keeps nothing. */
export const noArtifacts: ArtifactSink = { write: async () => undefined, append: async () => undefined };
