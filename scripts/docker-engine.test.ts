import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const lib = join(import.meta.dirname, "lib");
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-engine-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a program of this name before all others. */
function program(name: string, script: string): void {
  const path = join(folder, "bin", name);
  writeFileSync(path, `#!/bin/bash\n${script}\n`);
  chmodSync(path, 0o755);
}

/** Runs shell code with the scripts' library, the programs above and nothing of this machine's engine. */
function bash(code: string): { readonly status: number | null; readonly said: string } {
  const { status, stderr } = spawnSync("bash", ["-c", `set -euo pipefail; . ${lib}/env.sh; . ${lib}/docker-engine.sh; ${code}`], {
    encoding: "utf8",
    timeout: 25_000,
    env: {
      PATH: `${folder}/bin:${process.env["PATH"] ?? ""}`,
      HOME: folder,
      SWE_TOOLS_DIR: folder,
      SWE_DOCKER_ANSWER_SECONDS: "1",
      DOCKER_PID_FILE: `${folder}/docker.pid`,
      CONTAINERD_PID_FILE: `${folder}/containerd.pid`,
      DOCKER_START_SECONDS: "1",
    },
  });
  return { status, said: stderr };
}

it("takes an engine that is asked and never answers for none", () => {
  program("docker", "sleep 600");
  expect(bash("docker_answers || exit 7").status).toBe(7);
});

it("ends what takes too long even where there is no timeout program", () => {
  expect(bash("have() { false; }; limited 1 sleep 600 || exit 7").status).toBe(7);
  expect(bash('have() { false; }; [ "$(echo in | limited 20 cat)" = in ]; limited 20 false || exit 8').status).toBe(8);
});

describe.runIf(existsSync("/proc/self/comm"))("starting the engine", () => {
  beforeEach(() => program("docker", `[ -e ${folder}/answers ]`));

  it("forgets process ids of a former life that other programs have now", () => {
    for (const file of ["docker.pid", "containerd.pid"]) writeFileSync(join(folder, file), String(process.pid));
    program("dockerd", `cd ${folder}; ls *.pid > found; touch answers; exec sleep 20`);
    expect(bash("start_docker; kill %1").status).toBe(0);
    expect(readFileSync(join(folder, "found"), "utf8")).toBe("");
  });

  it("takes one that is dead and not collected for gone", () => {
    copyFileSync("/bin/sleep", join(folder, "dockerd"));
    // The shell turns into a program that collects nothing, so its child stays a zombie.
    const zombie = `bash -c '${folder}/dockerd 0 & echo $! > ${folder}/docker.pid; exec sleep 20' & sleep 0.5`;
    program("dockerd", `touch ${folder}/answers; exec sleep 20`);
    expect(bash(`${zombie}; cat /proc/$(cat $DOCKER_PID_FILE)/comm >&2; start_docker; kill %1 %2`)).toEqual({
      status: 0,
      said: "dockerd\nStarting the Docker engine ...\n",
    });
  });

  it("says why it does not start, without waiting for it", () => {
    program("dockerd", "echo a reason; exit 1");
    expect(bash("DOCKER_START_SECONDS=600 start_docker")).toEqual({
      status: 2,
      said: expect.stringMatching(/ended instead of starting.*dockerd\.log.*a reason/) as string,
    });
  });

  it("says that it does not answer", () => {
    program("dockerd", "exec sleep 20");
    expect(bash("trap 'kill %1' EXIT; start_docker")).toEqual({
      status: 2,
      said: expect.stringContaining("did not answer within 1 s") as string,
    });
  });

  it("starts no second one beside one that hangs, but says what to do", async () => {
    copyFileSync("/bin/sleep", join(folder, "dockerd"));
    const hung = spawn(join(folder, "dockerd"), ["600"], { stdio: "ignore" });
    await new Promise((resolve) => hung.once("spawn", resolve));
    writeFileSync(join(folder, "docker.pid"), String(hung.pid));
    program("dockerd", `touch ${folder}/started`);
    const { status, said } = bash("start_docker");
    hung.kill("SIGKILL");
    expect([status, existsSync(join(folder, "started"))]).toEqual([2, false]);
    expect(said).toContain(`process ${hung.pid}) hangs`);
  });
});
