import type { SandboxProvider } from "@swe/core";
import { ensureBaseImage } from "@swe/testing";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDockerProvider, type RuntimeEvent } from "../../src/index.ts";
import { canRunPrivateEngine, type PrivateEngine, startPrivateEngine } from "./private-engine.ts";

/** As much as fits: the file goes when the test is done. */
async function fillDisk(engine: PrivateEngine): Promise<string> {
  const filler = join(engine.dataFolder, "filler");
  for (const block of [1 << 20, 4096]) {
    const chunk = Buffer.alloc(block, 1);
    for (;;) {
      const isFull = await writeFile(filler, chunk, { flag: "a" }).then(
        () => false,
        () => true,
      );
      if (isFull) break;
    }
  }
  return filler;
}

describe.runIf(canRunPrivateEngine())("an engine of its own", () => {
  let engine: PrivateEngine;
  let provider: SandboxProvider;
  const events: RuntimeEvent[] = [];
  const image = "small:1";
  beforeAll(async () => {
    const base = await ensureBaseImage();
    engine = await startPrivateEngine(160);
    await engine.importSmallImage(base, image);
    const limits = { lifetimeMs: 120_000, memoryBytes: 64 * 1024 ** 2 };
    provider = createDockerProvider({
      engine: { socketPath: engine.socketPath },
      owner: { runId: "private" },
      maxRetries: 1,
      limits,
      minFreeDiskBytes: 1,
      onEvent: (event) => events.push(event),
    });
  });
  afterAll(async () => {
    await provider[Symbol.asyncDispose]();
    await engine.dispose();
  });

  it("tells how much disk is free", async () => {
    const free = (await provider.freeDiskBytes()) ?? 0;
    expect(free).toBeGreaterThan(20e6);
    expect(free).toBeLessThan(170e6);
  });

  it("says that its disk is full, and works again when it is not", async () => {
    const sandbox = await provider.create({ image, workdir: "/testbed" });
    expect((await sandbox.run("echo before > file; cat file")).stdout).toBe("before\n");
    const filler = await fillDisk(engine);
    const full = { code: "resource_exhausted", resource: "disk", isRetryable: true };
    await expect(provider.create({ image })).rejects.toMatchObject(full);
    await expect(
      provider.buildImage({ dockerfile: `FROM ${image}\nRUN head -c 9000000 /dev/zero > /file\n`, tag: "big:1" }),
    ).rejects.toMatchObject(full);
    const inside = await sandbox.run("head -c 9000000 /dev/zero > large");
    expect(inside.exitCode).toBe(1);
    expect(inside.stderr).toContain("No space left on device");
    await expect(sandbox.writeFile("/testbed/other", "x".repeat(300_000))).rejects.toMatchObject({ code: "sandbox_file" });
    for (const size of [200_000, 300_000])
      await expect(sandbox.writeFile("/testbed/file", "x".repeat(size))).rejects.toMatchObject({ code: "sandbox_file" });
    await rm(filler);
    expect((await sandbox.run("cat file")).stdout).toBe("before\n");
    expect((await sandbox.list("/testbed"))?.map(({ name }) => name)).toEqual(["file", "large"]);
    const other = await provider.create({ image });
    await other.stop();
    await sandbox.stop();
    expect(await engine.docker("ps", "-aq")).toBe("");
  });

  it("ends commands when it is stopped in their middle, and goes on with new sandboxes when it is back", async () => {
    const sandbox = await provider.create({ image, workdir: "/testbed" });
    await sandbox.run("true");
    const running = Promise.all(
      [sandbox.run("sleep 100"), sandbox.exec(["sleep", "100"])].map((command) => command.catch((error: unknown) => error)),
    );
    await sandbox.run("sleep 0.2");
    await engine.stop();
    for (const failure of await running) expect(failure).toMatchObject({ isRetryable: true });
    await engine.start();
    await expect(sandbox.run("true")).rejects.toMatchObject({ code: "sandbox_lost", sandboxUsable: false });
    await sandbox.stop();
    const next = await provider.create({ image, workdir: "/testbed" });
    expect((await next.run("echo on")).stdout).toBe("on\n");
    await next.stop();
    expect(await engine.docker("ps", "-aq")).toBe("");
  });
});
