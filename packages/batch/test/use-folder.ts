import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** Gives each test of the file a folder of its own, removed afterwards. */
export function useFolder(): () => string {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "swe-batch-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
