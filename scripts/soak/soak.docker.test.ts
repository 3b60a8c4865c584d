import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ensureSampleImage } from "../../packages/testing/src/base-image.ts";
import { soakBoth } from "./soak-both.ts";

// A handful of what `pnpm soak` does a hundred times.
it("ends as an undisturbed run does in spite of SIGKILL, in both stages, and leaves nothing on the engine", async () => {
  await ensureSampleImage();
  const folder = await mkdtemp(join(tmpdir(), "swe-soak-"));
  try {
    const results = await soakBoth({
      folder,
      kills: { transfer: 2, run: 4 },
      attempts: 4,
      workers: 4,
      seed: 20_261_123,
      only: ["quillworks__spanset-21", "fernhollow__rangever-18"],
      log: () => undefined,
    });
    expect(results.flatMap(({ faults }) => faults)).toEqual([]);
    expect(results.map(({ kills }) => kills)).toEqual([2, 4]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 400_000);
