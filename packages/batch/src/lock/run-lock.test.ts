import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { InputError } from "@swe/core";
import { expect, it } from "vitest";
import { useFolder } from "../../test/use-folder.ts";
import { acquireRunLock } from "../index.ts";
import { readOwnIdentity } from "./process-identity.ts";

const folder = useFolder();
const lockFolder = (): string => join(folder(), ".lock");

async function writeHolder(changes: Readonly<Record<string, unknown>>): Promise<string> {
  const file = join(lockFolder(), "other.json");
  await mkdir(lockFolder(), { recursive: true });
  await writeFile(file, JSON.stringify({ ...(await readOwnIdentity()), ...changes }));
  return file;
}

it("refuses a second driver, naming process and host, until the first has released", async () => {
  const first = await acquireRunLock(folder());
  const second = acquireRunLock(folder());
  await expect(second).rejects.toThrow(InputError);
  await expect(second).rejects.toThrow(`process ${process.pid} on host ${hostname()}`);
  await first.release();
  await first.release();
  await (await acquireRunLock(folder())).release();
  expect(await readdir(folder())).toEqual([]);
});

it("lets exactly one of many that start at the same moment through", async () => {
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => acquireRunLock(folder())));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("takes over from a driver that was killed", async () => {
  const child = spawn(process.execPath, ["-e", "console.log('up'); setInterval(() => {}, 1000)"], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  await acquireRunLock(folder(), { identity: await readOwnIdentity(child.pid) });
  await expect(acquireRunLock(folder())).rejects.toThrow(`process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await acquireRunLock(folder())).release();
});

it.each([
  ["its number now belongs to a later process", { startTime: "1" }],
  ["the machine was started again since", { bootId: "another-boot" }],
])("takes over when %s", async (_name, changes) => {
  const stale = await writeHolder(changes);
  await using _lock = await acquireRunLock(folder());
  expect(await readdir(lockFolder())).not.toContain(basename(stale));
});

it("takes over a lock that cannot be read", async () => {
  const broken = await writeHolder({});
  await writeFile(broken, "");
  await using _lock = await acquireRunLock(folder());
  expect(await readdir(lockFolder())).not.toContain(basename(broken));
});

it.each([
  ["another host", { host: "elsewhere", pid: 77 }],
  ["another process namespace", { pidNamespace: "pid:[1]", pid: 77 }],
])("counts a driver on %s as alive and says how to overrule it", async (_name, changes) => {
  const file = await writeHolder(changes);
  await expect(acquireRunLock(folder())).rejects.toMatchObject({
    message: expect.stringContaining("process 77") as string,
    remedy: expect.stringContaining(file) as string,
  });
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject(changes);
});

it("removes the unfinished files that killed drivers left, and nothing else", async () => {
  await mkdir(join(folder(), "a-1", "iteration_0"), { recursive: true });
  await writeFile(join(folder(), ".summary.json.0123456789ab.swe-tmp"), "");
  await writeFile(join(folder(), "a-1", "iteration_0", ".x.0123456789ab.swe-tmp"), "");
  await writeFile(join(folder(), "a-1", ".keep.tmp"), "");
  const lock = await acquireRunLock(folder());
  await lock.release();
  expect((await readdir(folder(), { recursive: true })).toSorted()).toEqual(["a-1", "a-1/.keep.tmp", "a-1/iteration_0"]);
});

it("leaves the unfinished files of a driver in a folder below alone", async () => {
  const below = join(folder(), "runs", "other");
  await using _lock = await acquireRunLock(below);
  const file = join(below, ".summary.json.0123456789ab.swe-tmp");
  await writeFile(file, "half");
  await (await acquireRunLock(folder())).release();
  expect(await readFile(file, "utf8")).toBe("half");
});

it("does not take a lock that it cannot read for a dead one", async () => {
  await mkdir(join(lockFolder(), "other.json"), { recursive: true });
  await expect(acquireRunLock(folder())).rejects.toMatchObject({ name: "StorageError", errorCode: "EISDIR" });
});

it("creates a missing folder, and says why one cannot be locked", async () => {
  await (await acquireRunLock(join(folder(), "missing", "deeper"))).release();
  await writeFile(join(folder(), "file"), "");
  await expect(acquireRunLock(join(folder(), "file"))).rejects.toMatchObject({ name: "StorageError", errorCode: "EEXIST" });
});
