import type { AgentResult } from "@swe/agent";
import type { EarlierRun } from "../record/attempt-record.ts";
import type { AgentLog } from "./agent-log.ts";
import type { Workplace } from "./agent-workplace.ts";
import type { FinishedRun } from "./run-agent-once.ts";
import type { RunAttemptOptions } from "./run-attempt-options.ts";
import type { Stopwatch } from "./stopwatch.ts";

export interface AgentPhaseOptions extends RunAttemptOptions {
  readonly log: AgentLog;
  readonly stopwatch: Stopwatch;
  /** Called once, when the first container is there. */
  readonly onReady: () => void;
}

/** What the agent's part of an attempt came to. */
export interface AgentPhase extends Omit<FinishedRun, "workplace"> {
  readonly earlier: readonly EarlierRun[];
  /** Results of all runs, the one that counts among them, for totals. */
  readonly results: readonly AgentResult[];
  /** Still open where the patch is graded in the agent's container; the caller disposes of it. */
  readonly workplace: Workplace | undefined;
}
