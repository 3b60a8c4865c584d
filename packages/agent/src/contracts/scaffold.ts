import type { AgentLimits } from "./limits.ts";
import type { FormatProblem, ModelReply, ParsedReply, RequestedCall } from "./reply.ts";
import type { Tool, ToolResult } from "./tool.ts";

/** `text`: calls are written in the reply. `tools`: the provider's function calling. */
export type AgentMode = "text" | "tools";

/** What `uname` says inside the container. Empty texts where it says nothing. */
export interface Platform {
  readonly system: string;
  readonly node: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
}

/** What prompts may speak of. */
export interface PromptContext {
  /** The issue text; where it is marked with `[ISSUE]` and `[/ISSUE]`, only what is between. */
  readonly problemStatement: string;
  readonly workingDir: string;
  readonly mode: AgentMode;
  readonly tools: readonly Tool[];
  readonly limits: AgentLimits;
  readonly instanceId: string | undefined;
  /** Known only for a scaffold that says `needsPlatform`. */
  readonly platform: Platform | undefined;
}

/** An action and what came of it. */
export interface ActionOutcome {
  readonly call: RequestedCall;
  readonly result: ToolResult;
}

/** What observations may speak of beside the outcome. */
export interface ObservationContext {
  readonly mode: AgentMode;
  readonly tools: readonly Tool[];
  /** Steps done before this one. */
  readonly stepIndex: number;
}

export interface ScaffoldDefaults {
  /** Mode when the user names none. @default the first of `modes` */
  readonly mode?: AgentMode | undefined;
  readonly limits?: Partial<AgentLimits> | undefined;
}

/**
 * An agent as data and pure functions: what it is told, which tools it has, how its replies are read. The loop owns the
 * control flow, so a scaffold can neither lose a step nor hang. None of the functions may throw.
 */
export interface Scaffold {
  readonly id: string;
  readonly modes: readonly AgentMode[];
  readonly systemPrompt: (context: PromptContext) => string;
  readonly instancePrompt: (context: PromptContext) => string;
  readonly tools: readonly Tool[];
  /** Reads a reply in text mode, and in tools mode as a fallback where the caller allows it. */
  readonly parse: (reply: ModelReply) => ParsedReply;
  /** The message that answers an action. */
  readonly formatObservation: (outcome: ActionOutcome, context: ObservationContext) => string;
  /** The message that answers a reply without a runnable call. */
  readonly formatError: (problem: FormatProblem, context: ObservationContext) => string;
  /** Whether the agent has finished with this action. */
  readonly isDone: (outcome: ActionOutcome) => boolean;
  /**
   * Text that is appended to the last message before each call, or undefined for none. `remaining` is the soft limit minus the steps done.
   * @default `Steps Remaining: N`, with a demand to submit now when none remain
   */
  readonly stepNotice?: ((remaining: number) => string | undefined) | undefined;
  /** Runs `uname` in the container first and gives its words to the prompts. @default false */
  readonly needsPlatform?: boolean | undefined;
  readonly defaults: ScaffoldDefaults;
}
