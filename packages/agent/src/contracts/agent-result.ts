import type { ChatMessage, ExitReason, ToolSchema } from "@swe/core";
import type { TrajectoryStep } from "./trajectory-step.ts";

/** Sums over the calls of a run. A count is undefined when no call told it. */
export interface UsageTotals {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly totalTokens: number | undefined;
  readonly cachedInputTokens: number | undefined;
  readonly calls: number;
  /** Calls of which neither input nor output tokens are known; the sums leave them out. */
  readonly callsWithoutUsage: number;
}

/** What went wrong when a run ended for a reason other than the agent's own work. */
export interface AgentFailure {
  /** Code of the error (see `SweError.code`), or `unknown`. */
  readonly code: string;
  /** One line for people, with the remedy. */
  readonly message: string;
  /** Ours or the provider's fault: the attempt counts against nobody. */
  readonly infra: boolean;
  /** The same attempt may succeed later without anything being changed. */
  readonly retryable: boolean;
  readonly cause: unknown;
}

/** What a run came to. */
export interface AgentResult {
  readonly exitReason: ExitReason;
  readonly steps: readonly TrajectoryStep[];
  /** The whole conversation, as sent: training data as it stands. */
  readonly messages: readonly ChatMessage[];
  /** The tools exactly as sent to the model; undefined in text mode. */
  readonly tools: readonly ToolSchema[] | undefined;
  readonly usage: UsageTotals;
  /** Tokens of the conversation at its end: as the provider told them, the newest observation as counted here. */
  readonly conversationTokens: number;
  /** US dollars, or undefined when no call told its cost. */
  readonly cost: number | undefined;
  /** What the agent handed in with its last action, where the scaffold has such a thing. */
  readonly submission: string | undefined;
  readonly durationMs: number;
  /** Set for `llm_query_error`, `sandbox_error` and where a limit was told by an error. */
  readonly error: AgentFailure | undefined;
}
