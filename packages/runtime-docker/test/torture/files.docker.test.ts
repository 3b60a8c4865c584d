import type { SandboxHandle } from "@swe/core";
import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { tortureProvider } from "./torture-provider.ts";

const { create } = tortureProvider();
const readOnly = tortureProvider({ readOnlyRoot: true, tmpfs: ["/work", "/tmp"] });
let sandbox: SandboxHandle;
beforeAll(async () => {
  sandbox = await create();
});

const md5 = (bytes: Uint8Array | null): string =>
  createHash("md5")
    .update(bytes ?? new Uint8Array(0))
    .digest("hex");

it("moves 100 MB both ways, byte for byte", async () => {
  const content = Buffer.alloc(100_000_000);
  for (let index = 0; index < content.length; index += 4096) content.writeUInt32LE((index * 2654435761) >>> 0, index);
  await sandbox.writeFile("/work/large.bin", content, { mode: 0o600 });
  expect(await sandbox.stat("/work/large.bin")).toEqual({ type: "file", size: content.length, mode: 0o600 });
  expect(md5(await sandbox.readFile("/work/large.bin"))).toBe(md5(content));
  expect((await sandbox.run("md5sum < large.bin")).stdout.slice(0, 32)).toBe(md5(content));
});

it.each([0, 1, 4095, 262_143, 262_144, 262_145])("keeps a file of %d arbitrary bytes", async (size) => {
  const content = Uint8Array.from({ length: size }, (_, index) => (index * 193 + (index >> 8)) % 256);
  await sandbox.writeFile("/work/some.bin", content);
  expect(md5(await sandbox.readFile("/work/some.bin"))).toBe(md5(content));
});

it.each(["/work/a b", "/work/it's", "/work/new\nline", "/work/-n", "/work/$HOME `id` *", "/work/ünï", '/work/"quoted"\\'])(
  "takes the name %j",
  async (path) => {
    await sandbox.writeFile(path, path);
    expect(Buffer.from((await sandbox.readFile(path)) ?? []).toString()).toBe(path);
    expect((await sandbox.list("/work"))?.map(({ name }) => `/work/${name}`)).toContain(path);
    await sandbox.remove(path);
    expect(await sandbox.stat(path)).toBeNull();
  },
);

it("lists a folder of thousands", async () => {
  await sandbox.run(
    "mkdir many && cd many && for i in $(seq 1 1234); do echo > file$i; done; mkdir $'odd\\nname'; mkfifo pipe; ln -s nowhere dangling",
  );
  const entries = await sandbox.list("/work/many");
  expect(entries).toHaveLength(1237);
  expect(entries?.find(({ name }) => name === "odd\nname")?.type).toBe("directory");
  expect(entries?.find(({ name }) => name === "pipe")?.type).toBe("other");
  expect(entries?.find(({ name }) => name === "dangling")?.type).toBe("symlink");
});

it("keeps links, modes and owners of what it overwrites", async () => {
  await sandbox.run("echo old > target; chmod 751 target; chown 1000:1000 target; ln -s target link; ln target hard");
  await sandbox.writeFile("/work/link", "new");
  expect((await sandbox.run("cat hard; stat -c '%a %u' target; readlink link")).stdout).toBe("new751 1000\ntarget\n");
});

it("reads what the kernel makes up", async () => {
  expect(Buffer.from((await sandbox.readFile("/proc/self/comm")) ?? []).toString()).toBe("cat\n");
});

it("writes to tmpfs on a read-only root, and says when it cannot", async () => {
  const other = await readOnly.create();
  await other.writeFile("/work/deep/file", "in memory");
  expect(Buffer.from((await other.readFile("/work/deep/file")) ?? []).toString()).toBe("in memory");
  await expect(other.writeFile("/etc/file", "x")).rejects.toMatchObject({ code: "sandbox_file", path: "/etc/file" });
  expect((await other.run("cat deep/file; touch /x")).stderr).toContain("Read-only file system");
  await other.stop();
});

it("does not read on when aborted", async () => {
  await expect(sandbox.readFile("/dev/zero", { abortSignal: AbortSignal.timeout(300) })).rejects.toMatchObject({ name: "TimeoutError" });
  expect((await sandbox.run("echo fine")).stdout).toBe("fine\n");
});
