import { createBuildKitLog } from "./buildkit-status.ts";
import type { ProgressMessage } from "./engine.ts";

/** Reads the messages of one build, pull, push or load as text, error and what they yield. */
export function createProgressReader(): (raw: Readonly<Record<string, unknown>>) => ProgressMessage {
  const buildKitLog = createBuildKitLog();
  return (raw) => {
    const trace = raw["id"] === "moby.buildkit.trace" ? asText(raw["aux"]) : undefined;
    if (trace === undefined) return toProgressMessage(raw);
    return { text: buildKitLog(Buffer.from(trace, "base64")), error: undefined, imageId: undefined, digest: undefined };
  };
}

function toProgressMessage(raw: Readonly<Record<string, unknown>>): ProgressMessage {
  const aux = isRecord(raw["aux"]) ? raw["aux"] : {};
  return { text: messageText(raw), error: messageError(raw), imageId: asText(aux["ID"]), digest: asText(aux["Digest"]) };
}

function messageText(raw: Readonly<Record<string, unknown>>): string {
  const stream = asText(raw["stream"]);
  if (stream !== undefined) return stream;
  const status = asText(raw["status"]);
  if (status === undefined) return "";
  const parts = [asText(raw["id"]), status, asText(raw["progress"])].filter((part) => part !== undefined && part !== "");
  return `${parts.join(" ")}\n`;
}

function messageError(raw: Readonly<Record<string, unknown>>): string | undefined {
  const detail = isRecord(raw["errorDetail"]) ? asText(raw["errorDetail"]["message"]) : undefined;
  return detail ?? asText(raw["error"]);
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
