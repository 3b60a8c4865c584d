import { randomBytes } from "node:crypto";
import type { ExecOptions, SandboxHandle } from "@swe/core";
import { applyPatch } from "@swe/grading";
import { createDockerProvider } from "@swe/runtime-docker";
import { ensureBaseImage } from "@swe/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { baseTree, patchCases } from "../../test/patch-cases.ts";
import { listTree } from "../../test/tree-listing.ts";
import { capturePatch } from "./capture-patch.ts";
import { createSnapshot } from "./create-snapshot.ts";

const provider = createDockerProvider({ owner: { runId: `patches-${randomBytes(4).toString("hex")}` } });
let agent: SandboxHandle;
let fresh: SandboxHandle;
beforeAll(async () => {
  const image = await ensureBaseImage();
  agent = await provider.create({ image, workdir: "/" });
  fresh = await provider.create({ image, workdir: "/" });
});
afterAll(() => provider[Symbol.asyncDispose]());

/** A folder of a container as a sandbox of its own, so that fifty cases need two containers and not a hundred. */
async function start(container: SandboxHandle, name: string, script = ""): Promise<SandboxHandle> {
  const workdir = `/cases/${name}-${randomBytes(3).toString("hex")}/testbed`;
  await sh(container, `mkdir -p ${workdir} && cd ${workdir}\n(${baseTree}\n) && (${script === "" ? "true" : script}\n)`);
  const exec = (argv: readonly string[], options: ExecOptions = {}) => container.exec(argv, { ...options, cwd: options.cwd ?? workdir });
  return {
    ...container,
    workdir,
    exec,
    readFile: (path, options) => container.readFile(path, options),
    writeFile: (path, content, options) => container.writeFile(path, content, options),
  };
}

async function sh(sandbox: SandboxHandle, script: string): Promise<void> {
  const result = await sandbox.exec(["bash", "-c", script]);
  if (result.exitCode !== 0) throw new Error(result.output);
}

describe.concurrent("a captured patch, applied by the grader in another container, gives the same tree", () => {
  it.for(patchCases)("$name", async ({ name, start: script, agent: work, except, empty }, { expect }) => {
    const folder = name.replaceAll(/\W+/g, "-");
    const worked = await start(agent, folder, script);
    const snapshot = await createSnapshot(worked);
    await sh(worked, work);
    const { patch } = await capturePatch(worked, snapshot, { pristine: () => start(fresh, folder, script) });
    expect(patch.length === 0).toBe(empty === true);
    const target = await start(fresh, folder, script);
    if (patch.length > 0) {
      const { applied, log } = await applyPatch(target, patch, { mode: "strict" });
      if (!applied) throw new Error(log);
    }
    const keep = (line: string) => !(except?.test(line) ?? false);
    expect((await listTree(target)).filter(keep)).toEqual((await listTree(worked)).filter(keep));
  });
});
