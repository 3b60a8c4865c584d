import { type Clock, SandboxLostError } from "@swe/core";
import type { Engine } from "../engine/engine.ts";
import { engineStatus } from "../engine/translate-engine-error.ts";
import type { ExecEnd } from "./start-fault.ts";

const firstDelayMs = 5;
const maxDelayMs = 500;

/** Waits until the engine says that the exec is over, and with which status, if there was a process at all. */
export async function execStatus(engine: Engine, execId: string, clock: Clock): Promise<ExecEnd> {
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, maxDelayMs)) {
    const state = await engine.inspectExec(execId).catch((cause: unknown) => {
      if (engineStatus(cause) !== 404) throw cause;
      throw new SandboxLostError({ message: "The container ended while a command was running in it.", cause, sandboxUsable: false });
    });
    if (!state.running && state.exitCode !== null) return { exitCode: state.exitCode, started: state.started };
    await clock.sleep(delayMs);
  }
}
