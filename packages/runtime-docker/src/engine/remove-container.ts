import { EngineError } from "@swe/core";
import type { DockerClient } from "./docker-client.ts";
import type { Engine, SignalOption } from "./engine.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { engineStatus } from "./translate-engine-error.ts";

export interface RemoveContainerContext {
  readonly client: DockerClient;
  readonly call: EngineCaller;
  readonly inspectContainer: Engine["inspectContainer"];
}

const goneCheckDelayMs = 100;
const goneChecks = 100;

/** Kills and removes; resolves when the engine has forgotten the container, whoever removed it. */
export async function removeContainer(
  id: string,
  options: SignalOption,
  { client, call, inspectContainer }: RemoveContainerContext,
): Promise<void> {
  try {
    const remove = (abortSignal: AbortSignal): Promise<unknown> => client.getContainer(id).remove({ force: true, v: true, abortSignal });
    await call("remove a container", remove, { ...options, idempotent: true });
    return;
  } catch (error) {
    const status = engineStatus(error);
    if (status === 404) return;
    if (status !== 409) throw error;
  }
  // 409: the engine is removing it already (it ended by itself in the same moment).
  for (let check = 0; check < goneChecks; check += 1) {
    if ((await inspectContainer(id, options)) === null) return;
    await new Promise((resolve) => setTimeout(resolve, goneCheckDelayMs));
  }
  throw new EngineError({
    message: `Container ${id.slice(0, 12)} is still being removed by the engine.`,
    remedy: "Run the clean command later.",
  });
}
