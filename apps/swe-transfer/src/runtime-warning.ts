import type { RuntimeEvent } from "@swe/runtime-docker";

/** What the container engine reports, for people. */
export function runtimeWarning(event: RuntimeEvent): string {
  switch (event.type) {
    case "sandbox-restarted":
    case "channel-reopened":
    case "sandbox-lost":
      return `${event.type.replace("-", " ")} (${event.instanceId ?? event.id.slice(0, 12)}): ${event.reason}`;
    case "disk-limit":
      return `container ${event.id.slice(0, 12)} (${event.instanceId ?? "unknown"}) was stopped: it wrote ${event.usedBytes} bytes, ${event.limitBytes} are allowed`;
    case "disk-low":
      return `the engine's disk has only ${event.freeBytes} bytes free`;
    case "pull-retry":
      return `pulling ${event.image} again in ${Math.round(event.delayMs / 1000)} s: ${event.reason}`;
  }
}
