import type { ChatModel, Clock, Sandbox, ToolSchema } from "@swe/core";
import type { AgentEvent } from "../contracts/agent-event.ts";
import type { AgentTask } from "../contracts/agent-run.ts";
import type { AgentLimits } from "../contracts/limits.ts";
import type { AgentMode, Scaffold } from "../contracts/scaffold.ts";

/** Everything a run needs, with all defaults settled. */
export interface LoopSetup {
  readonly scaffold: Scaffold;
  readonly model: ChatModel;
  readonly sandbox: Sandbox;
  readonly task: AgentTask;
  readonly mode: AgentMode;
  readonly limits: AgentLimits;
  /** As sent to the model; undefined in text mode. */
  readonly toolSchemas: readonly ToolSchema[] | undefined;
  readonly sampling: {
    readonly temperature: number | undefined;
    readonly seed: number | undefined;
    readonly maxOutputTokens: number | undefined;
  };
  readonly fnFallback: boolean;
  readonly countTokens: (text: string) => number;
  readonly clock: Clock;
  readonly abortSignal: AbortSignal | undefined;
  emit(event: AgentEvent): Promise<void>;
}
