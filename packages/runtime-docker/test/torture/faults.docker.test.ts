import { ensureBaseImage } from "@swe/testing";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDockerProvider } from "../../src/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "engine-"));
});
afterAll(() => rm(folder, { recursive: true }));

const owner = { runId: `torture-faults-${process.pid}` };

/** Stands between the runtime and the engine, and can go away as an engine does that is stopped. */
class EngineProxy {
  readonly socketPath: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  connections = 0;
  swallows = false;

  constructor(name: string) {
    this.socketPath = join(folder, `${name}.sock`);
  }

  async start(): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (near) => {
      this.connections += 1;
      if (this.swallows) {
        this.#sockets.add(near);
        return;
      }
      const far = connect({ path: "/var/run/docker.sock", allowHalfOpen: true });
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on("error", () => undefined).on("close", () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(this.socketPath, resolve));
  }

  /** From now on nothing passes, and nobody is told. */
  freeze(): void {
    this.swallows = true;
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

it("says that the engine is not running, after trying again", async () => {
  const provider = createDockerProvider({ engine: { socketPath: join(folder, "none.sock") }, owner, maxRetries: 2 });
  const started = performance.now();
  for (const call of [provider.create({ image: "x:1" }), provider.inspectImage("x:1"), provider.sweep()]) {
    await expect(call).rejects.toMatchObject({
      code: "engine_unavailable",
      isRetryable: true,
      remedy: expect.stringContaining("Start the engine") as string,
    });
  }
  expect(performance.now() - started).toBeGreaterThan(550);
  await provider[Symbol.asyncDispose]();
});

it("waits for an engine that comes back", async () => {
  const proxy = new EngineProxy("late");
  const provider = createDockerProvider({ engine: { socketPath: proxy.socketPath }, owner });
  setTimeout(() => void proxy.start(), 500);
  expect(await provider.inspectImage(await ensureBaseImage())).not.toBeNull();
  await provider[Symbol.asyncDispose]();
  await proxy.stop();
});

it("ends a command in flight when the engine goes away, never hangs, and goes on when it is back", async () => {
  const proxy = new EngineProxy("restart");
  await proxy.start();
  const provider = createDockerProvider({
    engine: { socketPath: proxy.socketPath },
    owner,
    maxRetries: 1,
    limits: { lifetimeMs: 120_000 },
  });
  const sandbox = await provider.create({ image: await ensureBaseImage(), workdir: "/" });
  await sandbox.run("true");
  const running = Promise.all(
    [sandbox.run("sleep 100"), sandbox.exec(["sleep", "100"])].map((command) => command.catch((error: unknown) => error)),
  );
  await sandbox.run("sleep 0.2");
  await proxy.stop();
  for (const failure of await running)
    expect(failure).toMatchObject({ isRetryable: true, code: expect.stringMatching(/engine_unavailable|sandbox_lost/) as string });
  await expect(sandbox.run("true")).rejects.toMatchObject({ isRetryable: true });
  await proxy.start();
  expect((await sandbox.run("echo back")).stdout).toBe("back\n");
  const cut = await sandbox.run("setsid sleep 1000 & sleep 1000", { timeoutMs: 300 });
  expect(cut).toMatchObject({ endedBy: "timeout", sandboxRestarted: false });
  await provider[Symbol.asyncDispose]();
  await proxy.stop();
});

it("gives up on an engine that does not answer, whatever it is asked", async () => {
  const proxy = new EngineProxy("hung");
  proxy.swallows = true;
  await proxy.start();
  const provider = createDockerProvider({ engine: { socketPath: proxy.socketPath }, owner, maxRetries: 0, callTimeoutMs: 300 });
  const file = join(folder, "image.tar");
  await writeFile(file, "x");
  for (const call of [
    () => provider.inspectImage("x:1"),
    () => provider.create({ image: "x:1" }),
    () => provider.buildImage({ dockerfile: "FROM x:1\n", tag: "y:1" }),
    () => provider.pullImage("x:1"),
    () => provider.pushImage("x:1"),
    () => provider.saveImage("x:1", file),
    () => provider.loadImage(file),
    () => provider.removeImage("x:1"),
    () => provider.sweep(),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "engine_unavailable", message: expect.stringContaining("0.3 s") as string });
  }
  await provider[Symbol.asyncDispose]();
  await proxy.stop();
});

it("gives up on an engine that stops answering in the middle of a build", async () => {
  const proxy = new EngineProxy("hangs");
  await proxy.start();
  const provider = createDockerProvider({ engine: { socketPath: proxy.socketPath }, owner, maxRetries: 0, callTimeoutMs: 1500 });
  const dockerfile = `FROM ${await ensureBaseImage()}\nRUN echo begun; sleep 1000\n`;
  const building = provider.buildImage({
    dockerfile,
    tag: "never-built:1",
    useCache: false,
    onLog: (text) => {
      if (text.includes("begun\n")) proxy.freeze();
    },
  });
  await expect(building).rejects.toMatchObject({
    code: "engine_unavailable",
    message: expect.stringContaining("did not answer") as string,
  });
  await provider[Symbol.asyncDispose]();
  await proxy.stop();
});

it("ends what runs without a time limit when the sandbox's time is over, though the engine hangs", async () => {
  const proxy = new EngineProxy("overdue");
  await proxy.start();
  const provider = createDockerProvider({
    engine: { socketPath: proxy.socketPath },
    owner,
    maxRetries: 0,
    callTimeoutMs: 5000,
    limits: { lifetimeMs: 2500 },
  });
  const sandbox = await provider.create({ image: await ensureBaseImage(), workdir: "/" });
  await sandbox.run("true");
  const running = Promise.all(
    [sandbox.run("sleep 100"), sandbox.exec(["sleep", "100"])].map((call) => call.catch((error: unknown) => error)),
  );
  await sandbox.run("sleep 0.3");
  proxy.freeze();
  const [run, exec] = await running;
  expect(run).toMatchObject({ code: "sandbox_lost", sandboxUsable: false, message: expect.stringContaining("lifetime") as string });
  expect(exec).toMatchObject({ isRetryable: true, code: expect.stringMatching(/engine_unavailable|sandbox_lost/) as string });
  await expect(provider[Symbol.asyncDispose]()).rejects.toMatchObject({ code: "engine_unavailable" });
  await proxy.stop();
});

it("does not take a strange name of an image for another address of the engine", async () => {
  const provider = createDockerProvider({ owner });
  for (const image of ["", "../containers", "a b", "a/../../version"]) {
    expect(await provider.inspectImage(image)).toBeNull();
    await expect(provider.create({ image })).rejects.toMatchObject({ code: "image_not_found" });
    await expect(provider.pullImage(image)).rejects.toMatchObject({ code: "input" });
  }
  await provider[Symbol.asyncDispose]();
});
