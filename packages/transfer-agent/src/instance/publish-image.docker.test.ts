import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDockerProvider } from "@swe/runtime-docker";
import { startRegistry } from "@swe/testing";
import { expect, it } from "vitest";
import { publishImage } from "./publish-image.ts";

it("pushes and saves an image so that another engine can have it", async () => {
  await using registry = await startRegistry();
  await using provider = createDockerProvider({ owner: { runId: `publish-${process.pid}` } });
  const image = `publish-${process.pid}_swefactory_root`;
  const save = mkdtempSync(join(tmpdir(), "publish-"));
  try {
    const { imageId } = await provider.buildImage({
      dockerfile: "FROM scratch\nCOPY hello /hello\n",
      files: { hello: String(process.pid) },
      tag: image,
    });
    const published = await publishImage({ provider, image, push: `${registry.address}/team/`, save });
    expect(published).toEqual({
      docker_image_pushed: `${registry.address}/team/${image}`,
      docker_image_digest: expect.stringMatching(new RegExp(`^${registry.address}/team/${image}@sha256:[0-9a-f]{64}$`)) as string,
      docker_image_tarball: join(save, `${image}.tar`),
    });
    // The registry's name is gone from this engine, so the pull below is a real one.
    expect(await provider.inspectImage(published.docker_image_pushed ?? "")).toBeNull();

    await provider.removeImage(image, { force: true });
    expect(await provider.inspectImage(imageId)).toBeNull();
    expect(await provider.pullImage(published.docker_image_digest ?? "")).toMatchObject({ imageId });
    await provider.removeImage(imageId, { force: true });
    await provider.loadImage(published.docker_image_tarball ?? "");
    expect(await provider.inspectImage(image)).toMatchObject({ imageId });
  } finally {
    await provider.removeImage(image, { force: true });
    rmSync(save, { recursive: true, force: true });
  }
});
