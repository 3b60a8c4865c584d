import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@swe/core";
import type { EngineConnection } from "@swe/runtime-docker";

/** The engine that `DOCKER_HOST` and its kin name; undefined = the local socket. */
export function engineConnection(environment: Readonly<Record<string, string | undefined>>): EngineConnection | undefined {
  const host = environment["DOCKER_HOST"]?.trim();
  if (host === undefined || host === "") return undefined;
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  const url = URL.parse(host);
  if (url === null || !["tcp:", "http:", "https:"].includes(url.protocol)) {
    throw new InputError({ message: `DOCKER_HOST is "${host}".`, remedy: "Use unix:///path/to/socket or tcp://host:port." });
  }
  const isTls = url.protocol === "https:" || isSet(environment["DOCKER_TLS_VERIFY"]);
  const port = url.port === "" ? (isTls ? 2376 : 2375) : Number(url.port);
  const place = { host: url.hostname, port };
  return isTls ? { ...place, protocol: "https", ...certificates(environment["DOCKER_CERT_PATH"]) } : { ...place, protocol: "http" };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0";
}

function certificates(folder: string | undefined): { readonly ca?: string; readonly cert?: string; readonly key?: string } {
  if (folder === undefined || folder === "") return {};
  try {
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
  } catch (cause) {
    throw new InputError({ message: `DOCKER_CERT_PATH is "${folder}", and its certificates cannot be read.`, cause });
  }
}
