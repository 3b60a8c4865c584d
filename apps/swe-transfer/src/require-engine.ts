import { InputError, SweError } from "@swe/core";
import { createDockerProvider, type EngineConnection } from "@swe/runtime-docker";

/** One clear error at the start instead of one for each instance. */
export async function requireEngine(engine: EngineConnection | undefined, abortSignal: AbortSignal): Promise<void> {
  await using provider = createDockerProvider({ engine, owner: { runId: "swe-transfer-preflight" }, maxRetries: 0 });
  try {
    await provider.inspectImage("scratch:none", { abortSignal });
  } catch (error) {
    if (!SweError.isInstance(error) || error.code !== "engine_unavailable") throw error;
    throw new InputError({
      message: error.message,
      remedy: error.remedy ?? "Start Docker, or point DOCKER_HOST at a running engine.",
      cause: error,
    });
  }
}
