import { expect, it } from "vitest";
import { createManualClock } from "@swe/testing";
import { ownIdentity } from "../container/owner-identity.ts";
import type { Engine } from "../engine/engine.ts";
import { ImageStore } from "./image-store.ts";

/** An engine whose first builds fail with these words. */
function storeOf(failures: readonly string[]): { readonly store: ImageStore; readonly builds: () => number } {
  let builds = 0;
  const engine: Pick<Engine, "info" | "build" | "inspectImage"> = {
    info: async () => ({ serverVersion: "20.10.24", apiVersion: "1.41", rootDir: "/" }),
    build: async (_request, onMessage) => {
      const error = failures[builds++];
      if (error !== undefined) onMessage({ text: "", error, imageId: undefined, digest: undefined });
    },
    inspectImage: async (id) => ({ id, tags: [id], digests: [], sizeBytes: 0, labels: {} }),
  };
  const store = new ImageStore({
    engine: engine as Engine,
    clock: createManualClock(),
    identity: ownIdentity(),
    owner: { runId: "r" },
    maxPulls: 1,
    maxRetries: 0,
    onEvent: () => undefined,
  });
  return { store, builds: () => builds };
}

const lost = "failed to get digest sha256:cad2: open /var/lib/docker/image/x: no such file or directory";

it("builds again when a cached layer was removed under it", async () => {
  const { store, builds } = storeOf([lost, lost]);
  await expect(store.build({ dockerfile: "FROM a:1\n", tag: "t:1" })).resolves.toMatchObject({ tag: "t:1" });
  expect(builds()).toBe(3);
});

it("gives up with a failure of the infrastructure, and builds nothing twice that failed for its own reasons", async () => {
  const unlucky = storeOf(Array.from({ length: 20 }, () => lost));
  await expect(unlucky.store.build({ dockerfile: "FROM a:1\n", tag: "t:1" })).rejects.toMatchObject({ isRetryable: true });
  const wrong = storeOf(["The command '/bin/sh -c make' returned a non-zero code: 2"]);
  await expect(wrong.store.build({ dockerfile: "FROM a:1\n", tag: "t:1" })).rejects.toMatchObject({ code: "image_build_failed" });
  expect(wrong.builds()).toBe(1);
});
