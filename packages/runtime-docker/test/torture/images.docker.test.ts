import { ensureBaseImage } from "@swe/testing";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTinyRegistry, type TinyRegistry } from "./tiny-registry.ts";
import { tortureProvider } from "./torture-provider.ts";

const { provider, create, events } = tortureProvider();
const docker = async (...args: string[]): Promise<string> => (await promisify(execFile)("docker", args, { timeout: 60_000 })).stdout.trim();
const tag = `torture-image-${process.pid}:1`;
let base = "";
let registry: TinyRegistry;
beforeAll(async () => {
  base = await ensureBaseImage();
  registry = await startTinyRegistry();
});
afterAll(async () => {
  await registry.close();
  await provider.removeImage(tag, { force: true });
  await provider.removeImage(`${registry.host}/tiny:1`, { force: true });
  await provider.sweep({ runId: `torture-${process.pid}` });
});

it("builds with arguments, labels and files, streams the log, and uses the cache", async () => {
  const dockerfile = `FROM ${base}\nARG WHO\nCOPY data/file /file\nRUN echo "built for $WHO" > /who\n`;
  let streamed = "";
  const options = { dockerfile, tag, buildArgs: { WHO: "tests" }, labels: { purpose: "test" }, files: { "data/file": "content" } };
  const built = await provider.buildImage({ ...options, onLog: (text) => (streamed += text) });
  expect(streamed).toBe(built.log);
  expect(built.log).toContain("RUN echo");
  const info = await provider.inspectImage(tag);
  expect(info).toMatchObject({ imageId: built.imageId, tags: [tag], labels: { purpose: "test" } });
  const sandbox = await create({ image: tag });
  expect((await sandbox.run("cat /file /who")).stdout).toBe("contentbuilt for tests\n");
  expect(sandbox.imageId).toBe(built.imageId);
  await sandbox.stop();
  expect((await provider.buildImage(options)).log).toContain("Using cache");
  await provider.tagImage(tag, `${tag}-again`);
  await provider.removeImage(`${tag}-again`);
  await provider.removeImage("no-such-image:1");
  expect(await provider.inspectImage("no-such-image:1")).toBeNull();
});

it.each([
  ["a step that fails", "RUN echo why; exit 3", { reason: "step_failed", log: expect.stringContaining("why") as string }],
  ["an unknown instruction", "RUNN true", { reason: "invalid_dockerfile" }],
  ["a missing file", "COPY nowhere /", { reason: "step_failed" }],
  [
    "a heredoc, on an engine without",
    "RUN <<EOF\ntouch /made\nEOF",
    { reason: "unsupported_syntax", message: expect.stringContaining("Line 2") as string },
  ],
])("says why it did not build: %s", async (_name, line, expected) => {
  if (line.includes("<<") && Number.parseInt(await docker("version", "--format", "{{.Server.Version}}"), 10) >= 23) return;
  await expect(provider.buildImage({ dockerfile: `FROM ${base}\n${line}\n`, tag })).rejects.toMatchObject({
    code: "image_build_failed",
    ...expected,
  });
});

it("uses BuildKit where the Dockerfile needs it, with the same log and errors", async () => {
  const dockerfile = `# syntax=docker/dockerfile:1.4\nFROM ${base}\nRUN --mount=type=tmpfs,target=/x echo printed by the step; test ! -e /fail\n`;
  // BuildKit keeps its cache when the image is gone, so an earlier run's steps would print nothing.
  const built = await provider.buildImage({ dockerfile, tag, useCache: false });
  expect(built.log).toContain("\nprinted by the step\n");
  expect((await provider.inspectImage(tag))?.imageId).toBe(built.imageId);
  expect((await provider.buildImage({ dockerfile, tag })).log).toContain("Using cache");
  const failing = provider.buildImage({ dockerfile: dockerfile.replace("! -e", "-e"), tag });
  await expect(failing).rejects.toMatchObject({ reason: "step_failed", log: expect.stringContaining("printed by the step\n") as string });
  await expect(
    provider.buildImage({ dockerfile: dockerfile.replace("echo", "sleep 1000; echo"), tag, timeoutMs: 1500 }),
  ).rejects.toMatchObject({ reason: "timeout" });
});

it("says that a base image is missing", async () => {
  const dockerfile = `FROM ${registry.host}/nothing:1\n`;
  await expect(provider.buildImage({ dockerfile, tag })).rejects.toMatchObject({ reason: "base_image_missing" });
});

it("really stops a build at its time limit and on abort", async () => {
  const mark = `mark-${process.pid}`;
  const dockerfile = `FROM ${base}\nRUN echo ${mark}; sleep 1000\n`;
  const running = async (): Promise<number> =>
    (await docker("ps", "-q", "--no-trunc", "--format", "{{.Command}}")).split("\n").filter((line) => line.includes(mark)).length;
  await expect(provider.buildImage({ dockerfile, tag, timeoutMs: 2500 })).rejects.toMatchObject({
    reason: "timeout",
    log: expect.stringContaining(mark) as string,
  });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 2500);
  await expect(provider.buildImage({ dockerfile, tag, useCache: false, abortSignal: controller.signal })).rejects.toThrow("enough");
  for (let wait = 0; (await running()) > 0 && wait < 50; wait += 1) await delay(200);
  expect(await running()).toBe(0);
});

it("writes an image to a file and loads it again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "image-"));
  const file = join(folder, "tiny.tar");
  const image = `${registry.host}/tiny:1`;
  await provider.pullImage(image);
  await provider.saveImage(image, file);
  await provider.removeImage(image, { force: true });
  expect(await provider.inspectImage(image)).toBeNull();
  await provider.loadImage(file);
  expect((await provider.inspectImage(image))?.tags).toContain(image);
  await expect(provider.saveImage("no-such-image:1", file)).rejects.toMatchObject({ code: "image_not_found" });
  expect(await readdir(folder)).toEqual(["tiny.tar"]);
  await expect(provider.loadImage(join(folder, "none.tar"))).rejects.toMatchObject({ code: "input" });
  await rm(folder, { recursive: true });
});

it("pulls once however many ask, and backs off when the registry says so", async () => {
  const image = `${registry.host}/tiny:1`;
  await provider.removeImage(image, { force: true });
  events.length = 0;
  registry.refuse(6);
  const before = registry.manifestRequests();
  const infos = await Promise.all([1, 2, 3].map(() => provider.pullImage(image)));
  expect(new Set(infos.map(({ imageId }) => imageId)).size).toBe(1);
  expect(infos[0]?.digests).toEqual([`${registry.host}/tiny@${registry.digest}`]);
  // The engine asks more than once in each pull.
  expect(events.length).toBeGreaterThan(0);
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(["pull-retry"]));
  expect(registry.manifestRequests() - before).toBeLessThan(12);
  await expect(provider.pullImage(`${registry.host}/nothing:1`)).rejects.toMatchObject({ code: "image_not_found" });
});

it("pushes under the given name and tells the digest", async () => {
  const image = `${registry.host}/tiny:1`;
  const other = `${registry.host}/copy:2`;
  await provider.pullImage(image);
  await provider.tagImage(image, other);
  const { digest } = await provider.pushImage(other);
  expect(digest).toMatch(new RegExp(`^${registry.host}/copy@sha256:[0-9a-f]{64}$`));
  expect(registry.pushed()).toContain("copy:2");
  await provider.removeImage(other, { force: true });
  await expect(provider.pushImage(`${registry.host}/nothing:1`)).rejects.toMatchObject({ code: "image_not_found" });
});

it("sweeps the temporary tag of a dead driver's image, and the image where nothing else names it", async () => {
  const tries = [`${tag}-try-0`, `${tag}-try-1`] as const;
  for (const [index, name] of tries.entries()) {
    await provider.buildImage({ dockerfile: `FROM ${base}\nRUN echo try ${index}\n`, tag: name, isTemporary: true });
  }
  await provider.tagImage(tries[1], tag);
  await provider.sweep();
  expect(await provider.inspectImage(tries[0])).not.toBeNull();
  const report = await provider.sweep({ runId: `torture-${process.pid}`, images: true });
  expect(report.images).toBeGreaterThanOrEqual(2);
  expect(await Promise.all(tries.map((name) => provider.inspectImage(name)))).toEqual([null, null]);
  expect((await provider.inspectImage(tag))?.tags).toEqual([tag]);
});

it("sweeps an untagged image of a dead driver only", async () => {
  await provider.buildImage({ dockerfile: `FROM ${base}\nRUN echo first\n`, tag });
  const first = (await provider.inspectImage(tag))?.imageId ?? "";
  await provider.buildImage({ dockerfile: `FROM ${base}\nRUN echo second\n`, tag });
  await provider.sweep();
  expect(await provider.inspectImage(first)).not.toBeNull();
  const report = await provider.sweep({ runId: `torture-${process.pid}`, images: true });
  expect(report.images).toBeGreaterThan(0);
  expect(await provider.inspectImage(first)).toBeNull();
  expect(await provider.inspectImage(tag)).not.toBeNull();
});
