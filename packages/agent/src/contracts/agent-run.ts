import type { ChatModel, Clock, Sandbox } from "@swe/core";
import type { AgentConfig } from "../config/agent-config.ts";
import type { AgentEvent } from "./agent-event.ts";
import type { AgentResult } from "./agent-result.ts";
import type { AgentLimits } from "./limits.ts";
import type { AgentMode, Scaffold } from "./scaffold.ts";

/** What the agent is to do. */
export interface AgentTask {
  readonly problemStatement: string;
  /** Used for recording and replaying model calls, and offered to prompts. */
  readonly instanceId?: string | undefined;
  /** @default 0 */
  readonly attempt?: number | undefined;
}

export interface RunAgentOptions {
  readonly scaffold: Scaffold;
  readonly model: ChatModel;
  /** Borrowed: the caller stops it. */
  readonly sandbox: Sandbox;
  readonly task: AgentTask;
  /** @default the scaffold's own */
  readonly mode?: AgentMode | undefined;
  /** Win over those of the agent file, which win over the scaffold's. */
  readonly limits?: Partial<AgentLimits> | undefined;
  /** Overrides of the scaffold from an agent file. */
  readonly agentConfig?: AgentConfig | undefined;
  readonly temperature?: number | undefined;
  readonly seed?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  /** In tools mode: run a call that the model wrote as text. @default false */
  readonly fnFallback?: boolean | undefined;
  /** Counts the tokens of a text, for providers that report no usage. @default four characters a token */
  readonly countTokens?: ((text: string) => number) | undefined;
  /** Awaited before the run goes on, so that a step can be on disk before the next begins. What it throws ends the run. */
  readonly onEvent?: ((event: AgentEvent) => void | Promise<void>) | undefined;
  /** Cancels the call or command in flight; the run ends with exit reason `cancelled` and keeps what it has. */
  readonly abortSignal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * A run that is under way. It goes on whether or not anybody iterates, and leaving the iteration does not stop it (abort
 * does). Each iteration sees all events from the first.
 */
export interface AgentRun extends AsyncIterable<AgentEvent> {
  /** Failures of the model or the sandbox are exit reasons; rejects only with what `onEvent` or the scaffold's own functions throw. */
  readonly result: Promise<AgentResult>;
}
