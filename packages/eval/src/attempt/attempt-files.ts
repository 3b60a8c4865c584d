import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureFolder, writeFileAtomic } from "@swe/batch";
import type { AttemptMetadata } from "../record/metadata.ts";
import { storing } from "./storing.ts";

/** The files of one attempt. */
export interface AttemptFiles {
  readonly folder: string;
  readonly logPath: string;
  writePatch(patch: Uint8Array): Promise<void>;
  writeTestOutput(text: string): Promise<void>;
  writeMetadata(metadata: AttemptMetadata): Promise<void>;
}

/** Makes the folder; what an earlier, unfinished try left in it is removed. */
export async function openAttemptFiles(folder: string): Promise<AttemptFiles> {
  const paths = {
    patch: join(folder, "output_patch.diff"),
    tests: join(folder, "test_output.log"),
    metadata: join(folder, "metadata.json"),
  };
  await ensureFolder(folder);
  await storing(folder, () => Promise.all(Object.values(paths).map((path) => rm(path, { force: true }))));
  return {
    folder,
    logPath: join(folder, "agent.log"),
    writePatch: (patch) => writeFileAtomic(paths.patch, patch),
    writeTestOutput: (text) => writeFileAtomic(paths.tests, text),
    writeMetadata: (metadata) => writeFileAtomic(paths.metadata, `${JSON.stringify(metadata, null, 2)}\n`),
  };
}
