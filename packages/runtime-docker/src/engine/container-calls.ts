import type { ContainerSummary, Engine, SignalOption } from "./engine.ts";
import type { DockerClient } from "./docker-client.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { removeContainer } from "./remove-container.ts";
import { engineStatus } from "./translate-engine-error.ts";

type ContainerCalls = Pick<
  Engine,
  "createContainer" | "startContainer" | "restartContainer" | "removeContainer" | "inspectContainer" | "listContainers" | "attach"
>;

export function createContainerCalls(client: DockerClient, call: EngineCaller): ContainerCalls {
  async function inspectContainer(id: string, options: SignalOption = {}): ReturnType<Engine["inspectContainer"]> {
    try {
      const raw = await call("inspect a container", (abortSignal) => client.getContainer(id).inspect({ abortSignal }), {
        ...options,
        idempotent: true,
      });
      return { id: raw.Id, imageId: raw.Image, running: raw.State.Running, exitCode: raw.State.ExitCode, oomKilled: raw.State.OOMKilled };
    } catch (error) {
      if (engineStatus(error) === 404) return null;
      throw error;
    }
  }

  return {
    inspectContainer,
    createContainer: async (name, spec, options) => {
      const container = await call("create a container", (abortSignal) => client.createContainer({ ...spec, name, abortSignal }), options);
      return container.id;
    },
    startContainer: async (id, options) => {
      await call("start a container", (abortSignal) => client.getContainer(id).start({ abortSignal }), { ...options, idempotent: true });
    },
    restartContainer: async (id, options) => {
      await call("restart a container", (abortSignal) => client.getContainer(id).restart({ t: 0, abortSignal }), options);
    },
    removeContainer: (id, options = {}) => removeContainer(id, options, { client, call, inspectContainer }),
    listContainers: async ({ label, size = false, abortSignal }) => {
      const found = await call(
        "list containers",
        (signal) => client.listContainers({ all: true, size, filters: JSON.stringify({ label: [label] }), abortSignal: signal }),
        { abortSignal, idempotent: true },
      );
      return found.map((raw): ContainerSummary => ({
        id: raw.Id,
        running: raw.State === "running",
        labels: raw.Labels ?? {},
        writableBytes: raw.SizeRw,
      }));
    },
    attach: (id, options) =>
      call(
        "attach to a container",
        (abortSignal) => client.getContainer(id).attach({ stream: true, stdin: true, stdout: true, hijack: true, abortSignal }),
        options,
      ),
  };
}
