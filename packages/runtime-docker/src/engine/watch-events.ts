import type { DockerClient } from "./docker-client.ts";
import type { EngineEvent } from "./engine.ts";
import { readMessages } from "./read-messages.ts";

const reconnectDelayMs = 1000;

/** Follows the engine's container events until the signal fires. A broken stream is opened again from where it ended. */
export function watchEvents(
  client: DockerClient,
  filter: { readonly label: string; readonly actions: readonly string[] },
  onEvent: (event: EngineEvent) => void,
  abortSignal: AbortSignal,
): void {
  const filters = JSON.stringify({ type: ["container"], label: [filter.label], event: filter.actions });
  let since: number | undefined;
  let newest = 0;

  async function follow(): Promise<void> {
    // Opened again from a whole second on: what was seen of it comes a second time.
    const seenUpTo = newest;
    const stream = await client.getEvents({ filters, ...(since === undefined ? {} : { since }), abortSignal });
    await readMessages(stream, (raw) => {
      const { Action: action, id, timeNano } = raw;
      if (typeof action !== "string" || typeof id !== "string") return;
      const timeMs = typeof timeNano === "number" ? timeNano / 1e6 : Date.now();
      if (timeMs <= seenUpTo) return;
      newest = Math.max(newest, timeMs);
      since = Math.floor(timeMs / 1000);
      onEvent({ action, containerId: id, timeMs });
    });
  }

  async function loop(): Promise<void> {
    while (!abortSignal.aborted) {
      await follow().catch(() => undefined); // The engine is away: callers notice through their own calls.
      if (abortSignal.aborted) return;
      since ??= Math.floor(Date.now() / 1000);
      await new Promise<void>((resolve) => setTimeout(resolve, reconnectDelayMs).unref());
    }
  }
  void loop();
}
