import { type ImageInfo, ImageNotFoundError, type SandboxProvider } from "@swe/core";
import { createMemoryProvider } from "@swe/testing";
import { expect, it } from "vitest";
import { createImageStore } from "./image-store.ts";

/** An engine that starts without images, knows one tarball and one registry, and remembers what it was asked. */
function createEngine() {
  const present = new Map<string, ImageInfo>();
  const asked: string[] = [];
  const add = (name: string): ImageInfo => {
    const info = { imageId: `sha256:${name}`, tags: [name], digests: [], sizeBytes: 1, labels: {} };
    present.set(name, info);
    return info;
  };
  const provider: SandboxProvider = {
    ...createMemoryProvider(),
    inspectImage: (image) => Promise.resolve(present.get(image) ?? null),
    loadImage: async (file) => {
      asked.push(`load ${file}`);
      if (file === "/images/a.tar") add("a");
    },
    pullImage: async (image) => {
      asked.push(`pull ${image}`);
      if (image.startsWith("gone")) throw new ImageNotFoundError({ message: "No such image.", image });
      return add(image);
    },
    tagImage: async (_image, tag) => void add(tag),
  };
  return { provider, asked, add };
}

it("takes an image from the engine, else from its tarball, else by its digest, else by its name", async () => {
  const { provider, asked, add } = createEngine();
  const images = createImageStore(provider);
  add("here");
  for (const source of [
    { image: "here", tarball: "/images/a.tar", digest: "r/here@sha256:1" },
    { image: "a", tarball: "/images/a.tar", digest: "r/a@sha256:1" },
    { image: "b", digest: "r/b@sha256:1" },
    { image: "c" },
  ]) {
    expect((await images.ensure(source)).imageId).toBe(`sha256:${source.image}`);
  }
  expect(asked).toEqual(["load /images/a.tar", "pull r/b@sha256:1", "pull c"]);
  expect([...images.known.keys()]).toEqual(["here", "a", "b", "c"]);
});

it("fetches an image once for all that wait for it, and again after a failure", async () => {
  const { provider, asked, add } = createEngine();
  const images = createImageStore(provider);
  await Promise.all([images.ensure({ image: "c" }), images.ensure({ image: "c" }), images.ensure({ image: "c" })]);
  await expect(images.ensure({ image: "gone" })).rejects.toThrow("No such image.");
  add("gone");
  expect((await images.ensure({ image: "gone" })).imageId).toBe("sha256:gone");
  expect(asked).toEqual(["pull c", "pull gone"]);
});

it("says so when a tarball holds something else", async () => {
  const images = createImageStore(createEngine().provider);
  await expect(images.ensure({ image: "other", tarball: "/images/a.tar" })).rejects.toThrow("holds no image named other");
});
