import { EngineError, EngineUnavailableError, ResourceExhaustedError, SweError } from "@swe/core";

interface VendorError {
  readonly statusCode?: number;
  readonly code?: string;
  readonly syscall?: string;
  readonly message: string;
}

/** Never the engine's own for what is asked of it, but those of what stands before one that is starting or gone. */
const proxyStatuses = new Set([502, 503, 504]);

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ENOENT",
  "ECONNRESET",
  "EPIPE",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** HTTP status of the engine's answer behind `error`, where there was one. */
export function engineStatus(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
}

/**
 * Turns what the client library threw into one typed error. This is the one place that looks at the engine's words: it has
 * no error codes of its own for a full disk or a full process table.
 */
export function translateEngineError(error: unknown, action: string, abortSignal?: AbortSignal): unknown {
  if (abortSignal?.aborted === true) return abortSignal.reason;
  if (SweError.isInstance(error)) return error;
  const vendor = asVendorError(error);
  const text = vendor.message.trim().replace(/\.+$/, "");
  if (vendor.statusCode === undefined) return translateConnectionError(vendor, action, error);
  if (proxyStatuses.has(vendor.statusCode)) {
    return new EngineUnavailableError({
      message: `The Docker engine cannot be reached behind its proxy when asked to ${action}: ${text}.`,
      remedy: "Start the engine, then try again.",
      cause: error,
    });
  }
  const resource = exhaustedResource(text);
  if (resource !== undefined) {
    return new ResourceExhaustedError({
      message: `The Docker engine could not ${action}: ${text}.`,
      remedy: remedies[resource],
      cause: error,
      resource,
    });
  }
  return new EngineError({ message: `The Docker engine could not ${action}: ${text}.`, cause: error, statusCode: vendor.statusCode });
}

const remedies = {
  disk: "Free disk space on the engine's host (the clean command removes what dead runs left), then resume.",
  memory: "Lower the number of workers or the memory limit of a sandbox, then resume.",
  pids: "Lower the number of workers or raise the limit of processes, then resume.",
} as const;

function exhaustedResource(text: string): keyof typeof remedies | undefined {
  if (/no space left on device|disk quota exceeded/i.test(text)) return "disk";
  if (/cannot allocate memory|out of memory/i.test(text)) return "memory";
  if (/resource temporarily unavailable|pids? limit|fork\/exec .*: (resource|no child)/i.test(text)) return "pids";
  return undefined;
}

function translateConnectionError(vendor: VendorError, action: string, cause: unknown): unknown {
  if (vendor.code === "EACCES" || vendor.code === "EPERM") {
    return new EngineUnavailableError({
      message: `No permission to talk to the Docker engine (${vendor.message}).`,
      remedy: "Add this user to the docker group, or run as root.",
      cause,
    });
  }
  if ((vendor.code !== undefined && connectionCodes.has(vendor.code)) || /socket hang up|aborted/.test(vendor.message)) {
    return new EngineUnavailableError({
      message: `The Docker engine did not answer when asked to ${action} (${vendor.message}).`,
      remedy: "Start the engine (for example: systemctl start docker) or name its address, then try again.",
      cause,
    });
  }
  return new EngineError({ message: `Could not ${action}: ${vendor.message}.`, cause });
}

function asVendorError(error: unknown): VendorError {
  if (error instanceof Error) return error;
  return { message: String(error) };
}
