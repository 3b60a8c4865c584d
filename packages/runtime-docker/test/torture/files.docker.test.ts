import type { SandboxHandle } from "@swe/core";
import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { tortureProvider } from "./torture-provider.ts";

const { create } = tortureProvider();
const readOnly = tortureProvider({ readOnlyRoot: true, tmpfs: ["/testbed", "/tmp"] });
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
  await sandbox.writeFile("/testbed/large.bin", content, { mode: 0o600 });
  expect(await sandbox.stat("/testbed/large.bin")).toEqual({ type: "file", size: content.length, mode: 0o600 });
  expect(md5(await sandbox.readFile("/testbed/large.bin"))).toBe(md5(content));
  expect((await sandbox.run("md5sum < large.bin")).stdout.slice(0, 32)).toBe(md5(content));
});

it.each([0, 1, 4095, 262_143, 262_144, 262_145])("keeps a file of %d arbitrary bytes", async (size) => {
  const content = Uint8Array.from({ length: size }, (_, index) => (index * 193 + (index >> 8)) % 256);
  await sandbox.writeFile("/testbed/some.bin", content);
  expect(md5(await sandbox.readFile("/testbed/some.bin"))).toBe(md5(content));
});

it.each([
  "/testbed/a b",
  "/testbed/it's",
  "/testbed/new\nline",
  "/testbed/-n",
  "/testbed/$HOME `id` *",
  "/testbed/ünï",
  '/testbed/"quoted"\\',
])("takes the name %j", async (path) => {
  await sandbox.writeFile(path, path);
  expect(Buffer.from((await sandbox.readFile(path)) ?? []).toString()).toBe(path);
  expect((await sandbox.list("/testbed"))?.map(({ name }) => `/testbed/${name}`)).toContain(path);
  await sandbox.remove(path);
  expect(await sandbox.stat(path)).toBeNull();
});

it("lists a folder of thousands", async () => {
  await sandbox.run(
    "mkdir many && cd many && for i in $(seq 1 1234); do echo > file$i; done; mkdir $'odd\\nname'; mkfifo pipe; ln -s nowhere dangling",
  );
  const entries = await sandbox.list("/testbed/many");
  expect(entries).toHaveLength(1237);
  expect(entries?.find(({ name }) => name === "odd\nname")?.type).toBe("directory");
  expect(entries?.find(({ name }) => name === "pipe")?.type).toBe("other");
  expect(entries?.find(({ name }) => name === "dangling")?.type).toBe("symlink");
});

it("keeps links, modes and owners of what it overwrites", async () => {
  await sandbox.run("echo old > target; chmod 751 target; chown 1000:1000 target; ln -s target link; ln target hard");
  await sandbox.writeFile("/testbed/link", "new");
  expect((await sandbox.run("cat hard; stat -c '%a %u' target; readlink link")).stdout).toBe("new751 1000\ntarget\n");
});

it("reads what the kernel makes up", async () => {
  expect(Buffer.from((await sandbox.readFile("/proc/self/comm")) ?? []).toString()).toBe("cat\n");
});

it("writes to tmpfs on a read-only root, and says when it cannot", async () => {
  const other = await readOnly.create();
  await other.writeFile("/testbed/deep/file", "in memory");
  expect(Buffer.from((await other.readFile("/testbed/deep/file")) ?? []).toString()).toBe("in memory");
  await expect(other.writeFile("/etc/file", "x")).rejects.toMatchObject({ code: "sandbox_file", path: "/etc/file" });
  expect((await other.run("cat deep/file; touch /x")).stderr).toContain("Read-only file system");
  await other.stop();
});

it("does not read on when aborted, nor more than fits into memory", async () => {
  await sandbox.run("truncate -s 500M sparse; truncate -s 20G larger");
  await expect(sandbox.readFile("/testbed/sparse", { abortSignal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    name: "TimeoutError",
  });
  await expect(sandbox.readFile("/testbed/larger")).rejects.toMatchObject({
    code: "sandbox_file",
    message: expect.stringContaining("512 MiB") as string,
  });
  expect((await sandbox.run("echo fine; rm sparse larger")).stdout).toBe("fine\n");
});

it.each(["/testbed/fifo", "/testbed/link-to-fifo", "/dev/zero", "/dev/null", "/proc/self/fd/0"])(
  "refuses %s, which is no file with an end",
  async (path) => {
    await sandbox.run("[[ -e fifo ]] || { mkfifo fifo; ln -s fifo link-to-fifo; }");
    const refused = { code: "sandbox_file", message: expect.stringContaining("Not a regular file") as string };
    await expect(sandbox.readFile(path)).rejects.toMatchObject(refused);
    await expect(sandbox.writeFile(path, "x")).rejects.toMatchObject({ code: "sandbox_file" });
  },
);

it("replaces what is being executed, what is read-only, and what something is mounted on", async () => {
  await sandbox.run("cp /bin/sleep running; ./running 1000 >/dev/null 2>&1 & echo old > readonly; chmod 444 readonly");
  for (const [path, mode] of [
    ["/testbed/running", 0o755],
    ["/testbed/readonly", 0o444],
    ["/etc/hosts", 0o644],
  ] as const) {
    await sandbox.writeFile(path, "new");
    expect(Buffer.from((await sandbox.readFile(path)) ?? []).toString()).toBe("new");
    expect((await sandbox.stat(path))?.mode).toBe(mode);
  }
  await sandbox.run("pkill running");
});

it("writes through a link whose target is not there, and says when a link leads nowhere", async () => {
  await sandbox.run("ln -s made missing-target; ln -s round round");
  await sandbox.writeFile("/testbed/missing-target", "x");
  expect((await sandbox.run("cat made; readlink missing-target")).stdout).toBe("xmade\n");
  await expect(sandbox.writeFile("/testbed/round", "x")).rejects.toMatchObject({ code: "sandbox_file" });
  await expect(sandbox.writeFile("/testbed/folder/", "x")).rejects.toMatchObject({ code: "sandbox_file" });
  expect(await sandbox.stat("/testbed/folder")).toBeNull();
});

it("shows either the old content or the new, whoever else writes", async () => {
  const contents = ["a", "b", "c"].map((letter) => letter.repeat(200_000));
  await sandbox.writeFile("/testbed/contended", contents[0] ?? "");
  for (let round = 0; round < 8; round += 1) {
    const [read] = await Promise.all([
      sandbox.readFile("/testbed/contended"),
      ...contents.map((content) => sandbox.writeFile("/testbed/contended", content)),
    ]);
    expect(contents).toContain(Buffer.from(read ?? []).toString());
    expect(contents).toContain(Buffer.from((await sandbox.readFile("/testbed/contended")) ?? []).toString());
  }
});

it.each([20, 150, 400])(
  "leaves old content or new when the writing of a large file is aborted after %d ms, and nothing else",
  async (ms) => {
    await sandbox.writeFile("/testbed/aborted/file", "old");
    const large = Buffer.alloc(60_000_000, 1);
    const outcome = await sandbox
      .writeFile("/testbed/aborted/file", large, { abortSignal: AbortSignal.timeout(ms) })
      .catch(() => "aborted");
    const { size } = (await sandbox.stat("/testbed/aborted/file")) ?? {};
    // Cut off in the last moment, it may have happened.
    expect(outcome === "aborted" ? [3, large.length] : [large.length]).toContain(size);
    expect((await sandbox.list("/testbed/aborted"))?.map(({ name }) => name)).toEqual(["file"]);
  },
);

it("lists a folder whose files come and go", async () => {
  await sandbox.run("mkdir busy; cd busy; touch stays; (while :; do touch a{1..40}; rm -f a{1..40}; done) >/dev/null 2>&1 &");
  for (let round = 0; round < 20; round += 1) expect((await sandbox.list("/testbed/busy"))?.map(({ name }) => name).at(-1)).toBe("stays");
  await sandbox.exec(["pkill", "-f", "while :"]);
});
