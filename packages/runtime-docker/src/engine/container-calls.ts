import type { ContainerSummary, Engine } from "./engine.ts";
import type { DockerClient } from "./docker-client.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { engineStatus } from "./translate-engine-error.ts";
import { EngineError } from "@swe/core";

type ContainerCalls = Pick<
  Engine,
  "createContainer" | "startContainer" | "restartContainer" | "removeContainer" | "inspectContainer" | "listContainers" | "attach"
>;

const goneCheckDelayMs = 100;
const goneChecks = 100;

export function createContainerCalls(client: DockerClient, call: EngineCaller): ContainerCalls {
  async function inspectContainer(
    id: string,
    options: { readonly abortSignal?: AbortSignal | undefined } = {},
  ): ReturnType<Engine["inspectContainer"]> {
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
    removeContainer: async (id, options) => {
      try {
        await call("remove a container", (abortSignal) => client.getContainer(id).remove({ force: true, v: true, abortSignal }), {
          ...options,
          idempotent: true,
        });
        return;
      } catch (error) {
        const status = engineStatus(error);
        if (status === 404) return;
        if (status !== 409) throw error;
      }
      // 409: the engine is removing it already (it ended by itself in the same moment). Done only when it is gone.
      for (let check = 0; check < goneChecks; check += 1) {
        if ((await inspectContainer(id, options)) === null) return;
        await new Promise((resolve) => setTimeout(resolve, goneCheckDelayMs));
      }
      throw new EngineError({
        message: `Container ${id.slice(0, 12)} is still being removed by the engine.`,
        remedy: "Run the clean command later.",
      });
    },
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
        () => client.getContainer(id).attach({ stream: true, stdin: true, stdout: true, hijack: true }),
        options,
      ),
  };
}
