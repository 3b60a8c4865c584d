/** Where the engine listens. Libraries read no environment: apps map DOCKER_HOST and its kin to this. */
export type EngineConnection =
  | { readonly socketPath: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly protocol?: "http" | "https" | undefined;
      /** PEM texts. */
      readonly ca?: string | undefined;
      readonly cert?: string | undefined;
      readonly key?: string | undefined;
    };

export const defaultConnection: EngineConnection = { socketPath: "/var/run/docker.sock" };
