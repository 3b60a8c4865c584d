import type { Clock } from "@swe/core";
import Docker from "dockerode";
import { defaultConnection, type EngineConnection } from "./connection.ts";
import { createContainerCalls } from "./container-calls.ts";
import type { DockerClient } from "./docker-client.ts";
import { createEngineCaller } from "./engine-caller.ts";
import type { Engine } from "./engine.ts";
import { createExecCalls } from "./exec-calls.ts";
import { createHousekeepingCalls } from "./housekeeping-calls.ts";
import { createImageCalls } from "./image-calls.ts";
import { createImageTransferCalls } from "./image-transfer-calls.ts";
import { watchEvents } from "./watch-events.ts";

export interface DockerodeEngineSettings {
  readonly connection?: EngineConnection | undefined;
  readonly client?: DockerClient | undefined;
  readonly maxCalls: number;
  readonly maxStreams: number;
  readonly callTimeoutMs: number;
  readonly maxRetries: number;
  readonly clock: Clock;
}

/** An {@link Engine} spoken to through dockerode. */
export function createDockerodeEngine(settings: DockerodeEngineSettings): Engine {
  const { connection = defaultConnection, maxCalls, maxStreams, callTimeoutMs, maxRetries, clock } = settings;
  const client = settings.client ?? connect(connection);
  const ping = (abortSignal: AbortSignal): Promise<unknown> => client.ping({ abortSignal });
  const common = { timeoutMs: callTimeoutMs, maxRetries, clock, ping };
  const call = createEngineCaller({ ...common, maxCalls });
  const stream = createEngineCaller({ ...common, maxCalls: maxStreams });
  return {
    isLocal: "socketPath" in connection,
    info: async (options) => {
      const [version, info] = await Promise.all([
        call("tell its version", (abortSignal) => client.version({ abortSignal }), { ...options, idempotent: true }),
        call("describe itself", (abortSignal) => client.info({ abortSignal }), { ...options, idempotent: true }),
      ]);
      return { serverVersion: version.Version, apiVersion: version.ApiVersion, rootDir: info.DockerRootDir };
    },
    ...createContainerCalls(client, call),
    ...createExecCalls(client, call),
    ...createImageCalls(client, call),
    ...createImageTransferCalls(client, stream),
    ...createHousekeepingCalls(client, call),
    watchEvents: (filter, onEvent, abortSignal) => watchEvents(client, filter, onEvent, abortSignal),
  };
}

/** Names every field of the address, if only as undefined: the client library would take a missing one from the environment. */
function connect(connection: EngineConnection): DockerClient {
  const nowhere = {
    socketPath: undefined,
    host: undefined,
    port: undefined,
    protocol: "http",
    ca: undefined,
    cert: undefined,
    key: undefined,
  };
  return new Docker({ ...nowhere, ...connection } as object) as unknown as DockerClient;
}
