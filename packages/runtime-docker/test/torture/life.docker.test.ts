import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureBaseImage } from "@swe/testing";
import { expect, it } from "vitest";
import { createDockerProvider } from "../../src/index.ts";
import { tortureProvider } from "./torture-provider.ts";

const { provider, create, events } = tortureProvider();
const docker = async (...args: string[]): Promise<string> => (await promisify(execFile)("docker", args, { timeout: 60_000 })).stdout.trim();
const exists = async (id: string): Promise<boolean> => (await docker("ps", "-aq", "--no-trunc", "--filter", `id=${id}`)) !== "";
const containersOf = async (runId: string): Promise<string[]> =>
  (await docker("ps", "-aq", "--no-trunc", "--filter", `label=swe.run=${runId}`)).split("\n").filter((id) => id !== "");

it("is isolated and labelled unless told otherwise", async () => {
  const sandbox = await create({ owner: { runId: `torture-${process.pid}`, instanceId: "some/inst", attempt: 3 } });
  const [state] = JSON.parse(await docker("inspect", sandbox.id)) as [
    { HostConfig: Record<string, unknown>; Config: { Labels: Record<string, string> }; Mounts: unknown[] },
  ];
  expect(state.HostConfig).toMatchObject({
    NetworkMode: "none",
    CapDrop: ["ALL"],
    SecurityOpt: ["no-new-privileges:true"],
    Privileged: false,
    PidsLimit: 256,
    Memory: 512 * 1024 ** 2,
    NanoCpus: 2e9,
    AutoRemove: true,
    LogConfig: { Type: "none" },
  });
  expect(state.HostConfig["Binds"] ?? []).toEqual([]);
  expect(state.Mounts).toEqual([]);
  expect(state.Config.Labels).toMatchObject({ "swe.instance": "some/inst", "swe.attempt": "3", "swe.owner.pid": String(process.pid) });
  const inside = await sandbox.run(
    "ls /var/run/docker.sock; ls /sys/class/net; grep CapEff /proc/self/status; mount -t tmpfs x /mnt; mknod /tmp/x c 1 3; id -u",
  );
  expect(inside.stdout).toMatch(/^lo\nCapEff:\t00000000000000fb\n0\n$/);
  await sandbox.stop();
  expect(await exists(sandbox.id)).toBe(false);
});

it("collects orphans that have ended, so that they do not use up the limit of processes", async () => {
  const sandbox = await create();
  // 300 in all, with a limit of 256: the second batch waits for the first to be gone.
  const gone = "until (( $(grep -ls 'State:.Z' /proc/[0-9]*/status | wc -l) == 0 )); do sleep 0.1; done";
  const result = await sandbox.run(`for b in 1 2; do for i in {1..150}; do (setsid true &); done; ${gone}; done; echo all`, {
    timeoutMs: 60_000,
  });
  expect(result).toMatchObject({ stdout: "all\n", stderr: "", endedBy: "exit", sandboxRestarted: false });
  await sandbox.stop();
});

it("survives a command that kills everything it can, and says that its shell was killed", async () => {
  const sandbox = await create();
  await sandbox.run("echo kept > file; setsid sleep 1000 >/dev/null 2>&1 &");
  for (const massacre of ["kill -9 -1; sleep 1000", "kill -9 1 -1; sleep 1000"]) {
    events.length = 0;
    await expect(sandbox.run(massacre)).rejects.toMatchObject({ code: "sandbox_lost", sandboxUsable: true });
    expect(events.map(({ type }) => type)).toEqual(["channel-reopened"]);
    expect(await sandbox.run("cat file")).toMatchObject({ stdout: "kept\n", sandboxRestarted: false });
  }
  await sandbox.stop();
});

it("ends as lost when its container is removed behind our back, in mid-command and after", async () => {
  const sandbox = await create();
  await sandbox.run("true");
  const running = sandbox.run("sleep 100").catch((error: unknown) => error);
  await docker("rm", "-f", sandbox.id);
  expect(await running).toMatchObject({ code: "sandbox_lost", sandboxUsable: false });
  await expect(sandbox.run("true")).rejects.toMatchObject({ code: "sandbox_lost", sandboxUsable: false });
  await expect(sandbox.exec(["true"])).rejects.toMatchObject({ code: "sandbox_lost" });
  await expect(sandbox.readFile("/etc/passwd")).rejects.toMatchObject({ code: "sandbox_lost" });
  await sandbox.stop();
  expect(events.at(-1)?.type).toBe("sandbox-lost");
});

it("goes on with its files when somebody restarts its container", async () => {
  const sandbox = await create();
  await sandbox.run("echo kept > file");
  const running = sandbox.run("sleep 100").catch((error: unknown) => error);
  await docker("restart", "-t", "0", sandbox.id);
  expect(await running).toMatchObject({ code: "sandbox_lost" });
  expect((await sandbox.run("cat file")).stdout).toBe("kept\n");
  const cut = await sandbox.run("setsid sleep 1000 & sleep 1000", { timeoutMs: 300 });
  expect(cut).toMatchObject({ endedBy: "timeout", sandboxRestarted: false });
  await sandbox.stop();
});

it("ends by itself at its deadline", async () => {
  const sandbox = await create({ limits: { lifetimeMs: 2000 } });
  const started = performance.now();
  await expect(sandbox.run("sleep 100")).rejects.toMatchObject({
    code: "sandbox_lost",
    sandboxUsable: false,
    message: expect.stringContaining("lifetime") as string,
  });
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(await exists(sandbox.id)).toBe(false);
});

it("leaves nothing behind when creation is aborted or fails", async () => {
  const runId = `torture-abort-${process.pid}`;
  const image = await ensureBaseImage();
  await expect(provider.create({ image: "no-such-image:1" })).rejects.toMatchObject({ code: "image_not_found", image: "no-such-image:1" });
  await expect(provider.create({ image, network: "no-such-network", owner: { runId } })).rejects.toMatchObject({
    code: "engine_error",
    message: expect.stringContaining("no-such-network") as string,
  });
  const outcomes = await Promise.allSettled(
    [1, 30, 60, 90, 130, 180, 240].map((ms) => provider.create({ image, owner: { runId }, abortSignal: AbortSignal.timeout(ms) })),
  );
  for (const outcome of outcomes) if (outcome.status === "fulfilled") await outcome.value.stop();
  expect(await containersOf(runId)).toEqual([]);
});

it("has nothing left when it was disposed of while sandboxes were being made", async () => {
  const runId = `torture-dispose-${process.pid}`;
  const image = await ensureBaseImage();
  const other = createDockerProvider({ owner: { runId }, limits: { lifetimeMs: 120_000 } });
  const creating = Promise.allSettled([1, 2, 3].map(() => other.create({ image })));
  await other.inspectImage(image);
  await other[Symbol.asyncDispose]();
  expect(await containersOf(runId)).toEqual([]);
  for (const { status } of await creating) expect(status).toBe("rejected");
  await expect(other.create({ image })).rejects.toMatchObject({ code: "input" });
});

it("says that an image has no bash", async () => {
  await provider.buildImage({ tag: "torture-no-bash:1", dockerfile: `FROM ${await ensureBaseImage()}\nRUN rm /bin/bash\n` });
  await expect(provider.create({ image: "torture-no-bash:1" })).rejects.toMatchObject({
    code: "engine_error",
    message: expect.stringContaining("no bash") as string,
  });
  await provider.removeImage("torture-no-bash:1", { force: true });
});

it("sweeps what a killed driver left, and nothing of a living one", async () => {
  const deadRun = `torture-dead-${process.pid}`;
  const child = fileURLToPath(new URL("driver-to-kill.ts", import.meta.url));
  const image = await ensureBaseImage();
  const driver = spawn(process.execPath, ["--conditions=@swe/source", child, deadRun, image], { stdio: ["ignore", "pipe", "inherit"] });
  await once(driver.stdout, "data");
  const mine = await create();
  expect(await containersOf(deadRun)).toHaveLength(3);
  const other = createDockerProvider({ owner: { runId: "torture-other" } });
  await other.sweep();
  expect(await containersOf(deadRun)).toHaveLength(3);
  driver.kill("SIGKILL");
  await once(driver, "exit");
  expect((await other.sweep()).containers).toBeGreaterThanOrEqual(3);
  expect(await containersOf(deadRun)).toEqual([]);
  expect((await mine.run("echo alive")).stdout).toBe("alive\n");
  await mine.stop();
});

it("sweeps a named run even of a living driver", async () => {
  const runId = `torture-named-${process.pid}`;
  const sandbox = await create({ owner: { runId } });
  const kept = await create();
  await provider.sweep({ runId });
  expect(await exists(sandbox.id)).toBe(false);
  expect(await exists(kept.id)).toBe(true);
  await kept.stop();
});

it("stops a sandbox that eats the disk", async () => {
  const watched = createDockerProvider({
    owner: { runId: `torture-${process.pid}` },
    diskCheckMs: 200,
    onEvent: (event) => events.push(event),
  });
  const hog = await watched.create({ image: await ensureBaseImage(), limits: { diskBytes: 300 * 1024 ** 2, lifetimeMs: 120_000 } });
  const modest = await watched.create({ image: await ensureBaseImage(), limits: { lifetimeMs: 120_000 } });
  await expect(hog.run("head -c 900000000 /dev/zero > /tmp/fill; sleep 60")).rejects.toMatchObject({
    code: "sandbox_lost",
    sandboxUsable: false,
    message: expect.stringContaining("disk") as string,
  });
  expect((await modest.run("echo fine")).stdout).toBe("fine\n");
  expect(events.filter(({ type }) => type === "disk-limit")).toMatchObject([{ id: hog.id, limitBytes: 300 * 1024 ** 2 }]);
  await watched[Symbol.asyncDispose]();
  expect(await exists(hog.id)).toBe(false);
});

it("lets its process end by itself when sandboxes were killed in the middle of everything", async () => {
  const child = fileURLToPath(new URL("driver-with-victims.ts", import.meta.url));
  const args = ["--conditions=@swe/source", child, `torture-victims-${process.pid}`, await ensureBaseImage()];
  const driver = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], timeout: 120_000, killSignal: "SIGKILL" });
  let said = "";
  driver.stdout.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(driver, "exit")) as [number | null];
  expect([said, code]).toEqual(["disposed\n", 0]);
});

it("survives thirty sandboxes made and ended in parallel while some are killed", async () => {
  const runId = `torture-many-${process.pid}`;
  const image = await ensureBaseImage();
  let next = 0;
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (next < 30) {
      next += 1;
      const isVictim = next % 4 === 0;
      const sandbox = await provider.create({ image, owner: { runId }, limits: { lifetimeMs: 120_000 } });
      const running = sandbox.run("sleep 0.2; echo whole");
      if (isVictim) void docker("kill", sandbox.id).catch(() => undefined);
      const outcome = await running.catch((error: unknown) => error);
      const fine = isVictim || (outcome as { stdout?: string }).stdout === "whole\n";
      if (!fine) failures.push(outcome);
      await sandbox.stop();
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  expect(failures).toEqual([]);
  expect(await containersOf(runId)).toEqual([]);
});
