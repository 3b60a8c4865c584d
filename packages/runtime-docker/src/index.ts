export { createDockerProvider } from "./docker-provider.ts";
export type { DockerProviderOptions, RuntimeEvent } from "./docker-provider-options.ts";
export type { EngineConnection } from "./engine/connection.ts";
