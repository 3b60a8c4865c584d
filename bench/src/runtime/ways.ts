import type { SandboxHandle } from "@swe/core";
import Docker from "dockerode";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Way } from "./way.ts";

const execFileAsync = promisify(execFile);
const docker = new Docker();

/** What ours is measured against: the channel of `@swe/runtime-docker`. */
export const channelWay: Way = {
  name: "channel",
  open: async (sandbox) => ({
    run: async () => {
      const { exitCode } = await sandbox.run("true");
      if (exitCode !== 0) throw new Error(`true ended with ${exitCode}`);
    },
    close: () => undefined,
  }),
};

export const dockerExecWay: Way = {
  name: "docker exec",
  open: async (sandbox) => ({
    run: async () => {
      await execFileAsync("docker", ["exec", sandbox.id, "bash", "-lc", "true"]);
    },
    close: () => undefined,
  }),
};

export const apiExecWay: Way = {
  name: "engine API exec",
  open: async (sandbox) => ({
    run: async () => {
      const exec = await docker.getContainer(sandbox.id).exec({ Cmd: ["bash", "-lc", "true"], AttachStdout: true, AttachStderr: true });
      const stream = await exec.start({});
      await new Promise((resolve) => stream.on("end", resolve).resume());
      const { ExitCode } = await exec.inspect();
      if (ExitCode !== 0) throw new Error(`true ended with ${ExitCode}`);
    },
    close: () => undefined,
  }),
};

/** The least that a kept-open login bash can do for a command: fork under job control and say that it is over. */
const floorScript = `set -m; while IFS= read -r command; do ( eval "$command" ); printf '\\n'; done`;

export const floorWay: Way = {
  name: "floor",
  open: async (sandbox: SandboxHandle) => {
    const exec = await docker
      .getContainer(sandbox.id)
      .exec({ Cmd: ["bash", "-lc", floorScript], AttachStdin: true, AttachStdout: true, AttachStderr: true });
    const stream = await exec.start({ hijack: true, stdin: true });
    let answered: (() => void) | undefined;
    stream.on("data", () => answered?.());
    return {
      run: () =>
        new Promise<void>((resolve) => {
          answered = resolve;
          stream.write("true\n");
        }),
      close: () => stream.destroy(),
    };
  },
};
