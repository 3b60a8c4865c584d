import type { AgentConfig, AgentLimits, AgentMode, Scaffold } from "@swe/agent";
import type { SandboxLimits } from "@swe/core";
import type { ConfirmLevel } from "@swe/grading";

/** What decides the result of an attempt, the same for all attempts of a run. */
export interface AttemptSettings {
  readonly expName: string;
  readonly scaffold: Scaffold;
  readonly mode: AgentMode;
  readonly agentConfig?: AgentConfig | undefined;
  /** In tools mode: also run calls that the model wrote as text. @default false */
  readonly fnFallback?: boolean | undefined;
  readonly limits?: Partial<AgentLimits> | undefined;
  /** Ignored where `maxIterations` is above 1, which has temperatures of its own. @default the provider's */
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  /** Runs in fresh containers until the agent finishes by itself; if none does, the one with the fewest steps counts. @default 1 */
  readonly maxIterations?: number | undefined;
  /** Runs one after the other in the same container, each with its share of `maxSteps` and an empty conversation. @default 1 */
  readonly numRestarts?: number | undefined;
  /** Network of the agent's container. @default "none" */
  readonly network?: string | undefined;
  /** Where the patch is graded: a fresh container, or the one in which the agent worked. @default "fresh" */
  readonly gradeIn?: "fresh" | "agent" | undefined;
  /** @default "full" */
  readonly confirm?: ConfirmLevel | undefined;
  /** Limit of one run of the eval script. @default 300000 */
  readonly rewardTimeoutMs?: number | undefined;
  /** @default "/testbed" */
  readonly workdir?: string | undefined;
  readonly sandboxLimits?: SandboxLimits | undefined;
}
