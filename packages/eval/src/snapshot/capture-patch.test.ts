import { cp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SandboxHandle } from "@swe/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHostSandbox } from "../../test/host-sandbox.ts";
import { baseTree, patchCases } from "../../test/patch-cases.ts";
import { listTree } from "../../test/tree-listing.ts";
import { capturePatch } from "./capture-patch.ts";
import { createSnapshot } from "./create-snapshot.ts";

const open: SandboxHandle[] = [];
afterAll(async () => {
  for (const sandbox of open.splice(0)) await sandbox.stop();
});

let template: SandboxHandle;
beforeAll(async () => {
  template = await createHostSandbox();
  await sh(template, baseTree);
});
afterAll(() => template.stop());

async function start(script?: string): Promise<SandboxHandle> {
  const sandbox = await createHostSandbox();
  open.push(sandbox);
  await cp(template.workdir, sandbox.workdir, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  if (script !== undefined) await sh(sandbox, script);
  return sandbox;
}

async function sh(sandbox: SandboxHandle, script: string): Promise<void> {
  const result = await sandbox.run(script);
  if (result.exitCode !== 0) throw new Error(result.output);
}

const snapshotOf = (sandbox: SandboxHandle) => createSnapshot(sandbox, { stateParents: [dirname(sandbox.workdir)] });

async function apply(sandbox: SandboxHandle, patch: Uint8Array): Promise<void> {
  const result = await sandbox.exec(["git", "-c", "core.fileMode=true", "apply", "--binary", "--whitespace=nowarn", "-"], {
    cwd: sandbox.workdir,
    stdin: patch,
  });
  if (result.exitCode !== 0) throw new Error(result.output);
}

describe.concurrent("a captured patch, applied to a fresh tree, gives the same tree", () => {
  it.for(patchCases.filter(({ quick }) => quick))("$name", async ({ start: startScript, agent, except, empty }, { expect }) => {
    const sandbox = await start(startScript);
    const snapshot = await snapshotOf(sandbox);
    await sh(sandbox, agent);
    const captured = await capturePatch(sandbox, snapshot, { pristine: () => start(startScript) });
    const fresh = await start(startScript);
    expect(captured.patch.length === 0).toBe(empty === true);
    if (captured.patch.length > 0) await apply(fresh, captured.patch);
    const keep = (line: string) => !(except?.test(line) ?? false);
    expect((await listTree(fresh)).filter(keep)).toEqual((await listTree(sandbox)).filter(keep));
  });
});

it("names new files in ignored folders and leaves them out", async () => {
  const sandbox = await start();
  const snapshot = await snapshotOf(sandbox);
  await sh(sandbox, "echo x >build/new; echo y >y.log; echo n >n.txt; echo changed >noise.log");
  const captured = await capturePatch(sandbox, snapshot);
  expect(captured.changedFiles).toEqual(["n.txt"]);
  expect(captured.leftOut).toEqual(["build/new", "noise.log", "y.log"].map((path) => ({ path, reason: "ignored" })));
});

it("names large new files and leaves them out", async () => {
  const sandbox = await start();
  const snapshot = await createSnapshot(sandbox, { stateParents: [dirname(sandbox.workdir)], maxFileBytes: 65_536 });
  await sh(sandbox, "head -c 200000 /dev/zero >'core [1].dump'; echo n >n.txt");
  const captured = await capturePatch(sandbox, snapshot);
  expect(captured.changedFiles).toEqual(["n.txt"]);
  expect(captured.leftOut).toEqual([{ path: "core [1].dump", reason: "large" }]);
});

it("reports a deleted repository, commits and nested repositories", async () => {
  const sandbox = await start();
  const snapshot = await snapshotOf(sandbox);
  await sh(sandbox, "git init -q inner; echo x >inner/x; git commit -q --allow-empty -m work");
  const first = await capturePatch(sandbox, snapshot);
  expect(first).toMatchObject({ repository: "present", nestedRepositories: ["inner"], restored: false });
  expect(first.head).not.toBe(snapshot.head);
  await sh(sandbox, "rm -rf .git");
  expect(await capturePatch(sandbox, snapshot, { pristine: () => start() })).toMatchObject({
    repository: "missing",
    changedFiles: ["inner/x"],
  });
});

it("takes the start again from a fresh sandbox when the agent removed the record of it", async () => {
  const sandbox = await start();
  const snapshot = await snapshotOf(sandbox);
  await sh(sandbox, "echo x >>plain.txt");
  await rm(snapshot.stateDir, { recursive: true });
  await expect(capturePatch(sandbox, snapshot)).rejects.toThrow("could not be taken");
  const captured = await capturePatch(sandbox, snapshot, { pristine: () => start() });
  expect(captured).toMatchObject({ restored: true, changedFiles: ["plain.txt"] });
});

it("looks at the tree in a fresh sandbox when programs are gone from the agent's", async () => {
  const sandbox = await start();
  const snapshot = await snapshotOf(sandbox);
  await sh(sandbox, "git init -q inner; echo x >inner/x; echo y >>plain.txt; git commit -qam work; chmod +x plain.txt");
  const whole = await capturePatch(sandbox, snapshot);
  const damaged: SandboxHandle = { ...sandbox, exec: (argv, options) => sandbox.exec(argv[0] === "/bin/sh" ? ["false"] : argv, options) };
  const captured = await capturePatch(damaged, snapshot, { pristine: () => start() });
  expect(captured).toMatchObject({ restored: true, repository: "present", head: whole.head, nestedRepositories: ["inner"] });
  expect(Buffer.from(captured.patch).toString()).toBe(Buffer.from(whole.patch).toString());
});

it("counts a removed folder as all of its files removed", async () => {
  const sandbox = await start();
  const snapshot = await snapshotOf(sandbox);
  await rm(sandbox.workdir, { recursive: true });
  const { repository, changedFiles } = await capturePatch(sandbox, snapshot, { pristine: () => start() });
  expect(repository).toBe("missing");
  expect(changedFiles).toContain("plain.txt");
});

it("works in a folder that is no repository", async () => {
  const sandbox = await createHostSandbox();
  open.push(sandbox);
  await sh(sandbox, "echo a >a; mkdir b; echo c >b/c");
  const snapshot = await snapshotOf(sandbox);
  await sh(sandbox, "echo b >>a; rm b/c");
  const captured = await capturePatch(sandbox, snapshot);
  expect(captured).toMatchObject({ repository: "never_there", changedFiles: ["a", "b/c"] });
  expect(snapshot.head).toBeUndefined();
});

it("keeps the record out of the tree", async () => {
  const sandbox = await start();
  const before = await listTree(sandbox);
  const snapshot = await snapshotOf(sandbox);
  expect(await listTree(sandbox)).toEqual(before);
  expect(snapshot.stateDir.startsWith(join(sandbox.workdir, "/"))).toBe(false);
});
