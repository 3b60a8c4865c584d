import { expect, it } from "vitest";
import { ownerLabels } from "../container/labels.ts";
import { ownIdentity } from "../container/owner-identity.ts";
import type { Engine } from "../engine/engine.ts";
import { sweep } from "./sweep.ts";

const self = ownIdentity();
const dead = ownerLabels({ runId: "r" }, { ...self, startTime: "1" }, 0);
const alive = ownerLabels({ runId: "r" }, self, 0);

/** An engine that has one of each for a dead and a living driver, and cannot remove the container named `stuck`. */
function engineWith(containers: readonly string[]): { readonly engine: Engine; readonly removed: string[] } {
  const removed: string[] = [];
  const both = (name: string): Promise<unknown> =>
    Promise.resolve([
      { id: `dead-${name}`, labels: dead, tags: [] },
      { id: `alive-${name}`, labels: alive, tags: [] },
      { id: `foreign-${name}`, labels: {}, tags: [] },
    ]);
  const remove = (id: string): Promise<boolean> => {
    if (id === "stuck") return Promise.reject(new Error("cannot remove stuck"));
    removed.push(id);
    return Promise.resolve(!id.includes("used"));
  };
  const engine = {
    listContainers: () => Promise.resolve(containers.map((id) => ({ id, labels: dead }))),
    listNetworks: () => both("network"),
    listVolumes: () => both("used-volume"),
    listImages: () => both("image"),
    removeContainer: remove,
    removeNetwork: remove,
    removeVolume: remove,
    removeImage: remove,
  } as unknown as Engine;
  return { engine, removed };
}

it("counts what went, and leaves what is in use or alive", async () => {
  const { engine, removed } = engineWith(["one", "two"]);
  const report = await sweep({}, { engine, self, nowMs: Date.now() });
  expect(report).toEqual({ containers: 2, networks: 1, volumes: 0, images: 1 });
  expect(removed).toEqual(["one", "two", "dead-network", "dead-used-volume", "dead-image"]);
});

it("removes everything else when one cannot be removed, and says so", async () => {
  const { engine, removed } = engineWith(["stuck", "two"]);
  await expect(sweep({ images: false }, { engine, self, nowMs: Date.now() })).rejects.toThrow("cannot remove stuck");
  expect(removed).toEqual(["two", "dead-network", "dead-used-volume"]);
});
