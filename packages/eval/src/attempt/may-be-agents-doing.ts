import type { AttemptRow } from "../record/attempt-row.ts";

/** Failures that a command or a patch of the agent's can bring about: killing the container, removing the programs that are needed. */
const codes: ReadonlySet<string | null> = new Set(["sandbox_lost", "sandbox_file", "snapshot", "engine_error"]);
const phases: ReadonlySet<string | null> = new Set(["agent", "patch", "grade"]);

/** Whether a failure happened where the agent's own work may have caused it. One alone proves nothing: engines fail too. */
export function mayBeAgentsDoing({ errorCode, errorPhase, steps }: Pick<AttemptRow, "errorCode" | "errorPhase" | "steps">): boolean {
  return steps > 0 && codes.has(errorCode) && phases.has(errorPhase);
}
