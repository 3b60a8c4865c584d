import type { DockerClient } from "./docker-client.ts";
import type { Engine } from "./engine.ts";
import type { EngineCaller } from "./engine-caller.ts";

type ExecCalls = Pick<Engine, "createExec" | "startExec" | "inspectExec">;

export function createExecCalls(client: DockerClient, call: EngineCaller): ExecCalls {
  return {
    createExec: async (containerId, spec, options) => {
      const body = {
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: false,
        Cmd: spec.argv,
        Env: Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`),
        ...(spec.cwd === undefined ? {} : { WorkingDir: spec.cwd }),
        ...(spec.user === undefined ? {} : { User: spec.user }),
      };
      const exec = await call(
        "prepare a command",
        (abortSignal) => client.getContainer(containerId).exec({ ...body, abortSignal }),
        options,
      );
      return exec.id;
    },
    startExec: (execId, options) =>
      call(
        "start a command",
        (abortSignal) => client.getExec(execId).start({ hijack: true, stdin: true, Detach: false, Tty: false, abortSignal }),
        options,
      ),
    inspectExec: async (execId, options) => {
      const raw = await call("inspect a command", (abortSignal) => client.getExec(execId).inspect({ abortSignal }), {
        ...options,
        idempotent: true,
      });
      return { running: raw.Running, exitCode: raw.ExitCode, started: raw.Pid !== 0 };
    },
  };
}
