import { describeError, SweError, type ExitReason } from "@swe/core";
import type { AgentFailure } from "../contracts/agent-result.ts";

export interface Ending {
  readonly exitReason: ExitReason;
  readonly error: AgentFailure | undefined;
}

/** Codes of failures that the conversation itself is to blame for; all others are ours or the provider's. */
const agentFaults: readonly string[] = ["context_length", "content_filter"];

/** How a run ends when a model call fails. */
export function classifyModelFailure(cause: unknown): Ending {
  const error = describeFailure(cause);
  if (error.code === "context_length") return { exitReason: "token_limit", error };
  if (error.code === "budget_exceeded") return { exitReason: "cost_limit", error };
  return { exitReason: "llm_query_error", error };
}

export function describeFailure(cause: unknown): AgentFailure {
  const known = SweError.isInstance(cause);
  const code = known ? cause.code : "unknown";
  return { code, message: describeError(cause), infra: !agentFaults.includes(code), retryable: known && cause.isRetryable, cause };
}
