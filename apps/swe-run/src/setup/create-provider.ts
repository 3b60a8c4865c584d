import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, type SandboxLimits, type SandboxProvider } from "@swe/core";
import { createDockerProvider, type EngineConnection } from "@swe/runtime-docker";
import type { Io } from "../io.ts";

export interface ProviderSettings {
  readonly runId: string;
  readonly limits?: SandboxLimits | undefined;
  readonly onWarning: (message: string) => void;
}

/** The Docker engine that the environment names. */
export async function createProvider(io: Io, { runId, limits, onWarning }: ProviderSettings): Promise<SandboxProvider> {
  return createDockerProvider({
    engine: await readConnection(io.env),
    owner: { runId },
    limits,
    onEvent: (event) => {
      if (event.type === "disk-low") onWarning(`The engine's disk is nearly full: ${gibibytes(event.freeBytes)} GiB free.`);
      else if (event.type === "pull-retry") onWarning(`Pulling ${event.image} is tried again: ${event.reason}`);
      else if ("reason" in event) onWarning(`${event.instanceId ?? event.id}: ${event.type.replaceAll("-", " ")}: ${event.reason}`);
    },
  });
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}

async function readConnection(env: Io["env"]): Promise<EngineConnection | undefined> {
  const address = env["DOCKER_HOST"]?.trim();
  if (address === undefined || address === "") return undefined;
  if (address.startsWith("unix://")) return { socketPath: address.slice("unix://".length) };
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !["tcp:", "http:", "https:"].includes(url.protocol)) {
    throw new InputError({
      message: `DOCKER_HOST=${address} is not understood.`,
      remedy: "Use unix:///path/to/socket or tcp://host:port; for ssh, forward the socket and name that.",
    });
  }
  const verified = (env["DOCKER_TLS_VERIFY"] ?? "") !== "";
  const port = Number(url.port === "" ? (verified ? 2376 : 2375) : url.port);
  const plain = { host: url.hostname, port };
  if (!verified && url.protocol !== "https:") return { ...plain, protocol: "http" };
  const folder = env["DOCKER_CERT_PATH"] ?? join(env["HOME"] ?? "/root", ".docker");
  const pem = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  try {
    return { ...plain, protocol: "https", ca: await pem("ca.pem"), cert: await pem("cert.pem"), key: await pem("key.pem") };
  } catch (cause) {
    const remedy = "Point DOCKER_CERT_PATH at the folder with ca.pem, cert.pem and key.pem.";
    throw new InputError({ message: `The engine's certificates in ${folder} cannot be read.`, remedy, cause });
  }
}
