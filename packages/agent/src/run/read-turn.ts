import type { AssistantMessage, ChatMessage, GenerateResult } from "@swe/core";
import type { FormatProblem, RequestedCall } from "../contracts/reply.ts";
import type { AgentMode, Scaffold } from "../contracts/scaffold.ts";
import { readArguments } from "../parse/read-arguments.ts";

/** A reply as the loop uses it: the turn to store, and the call to run or why there is none. */
export interface Turn {
  readonly message: AssistantMessage;
  readonly thought: string;
  readonly call: RequestedCall | undefined;
  readonly problem: FormatProblem | undefined;
  /** The message that carries an observation back. */
  answer(observation: string): ChatMessage;
}

/** Reads a reply. Only its first call counts; others are left out of the stored turn, so that each call in a history has its answer. */
export function readTurn(reply: GenerateResult, mode: AgentMode, scaffold: Scaffold, stepIndex: number, fnFallback: boolean): Turn {
  const first = reply.toolCalls[0];
  if (mode === "tools" && first !== undefined) {
    const id = first.id.trim() === "" ? `call_${stepIndex}` : first.id;
    const name = first.function.name.trim();
    const read = readArguments(first.function.arguments.toWellFormed(), reply.finishReason.unified === "length");
    const storedName = name.replace(/[^\w-]/g, "_").slice(0, 64) || "unknown";
    const call = { id, type: "function" as const, function: { name: storedName, arguments: read.text } };
    return {
      message: {
        role: "assistant",
        content: reply.message.content?.toWellFormed() ?? null,
        ...reasoningOf(reply.message),
        tool_calls: [call],
      },
      thought: thoughtOf(reply.message),
      call: { tool: name, args: read.args, argsProblem: read.problem },
      problem: undefined,
      answer: (content) => ({ role: "tool", tool_call_id: id, name: storedName, content }),
    };
  }
  return readTextTurn(reply, mode, scaffold, fnFallback);
}

function readTextTurn(reply: GenerateResult, mode: AgentMode, scaffold: Scaffold, fnFallback: boolean): Turn {
  const content = (reply.message.content ?? "").toWellFormed();
  const answer = (observation: string): ChatMessage => ({ role: "user", content: observation });
  const finishReason = reply.finishReason.unified;
  if (mode === "tools" && !fnFallback) {
    return {
      message: { role: "assistant", content, ...reasoningOf(reply.message) },
      thought: thoughtOf(reply.message),
      call: undefined,
      problem: { kind: content.trim() === "" ? "empty_reply" : "no_call", found: [], cut: finishReason === "length" },
      answer,
    };
  }
  const parsed = scaffold.parse({ content, reasoning: reply.message.reasoning_content?.toWellFormed(), finishReason });
  return {
    message: { role: "assistant", content: parsed.content, ...reasoningOf(reply.message) },
    thought: parsed.thought === "" ? (reply.message.reasoning_content ?? "").toWellFormed() : parsed.thought,
    call: parsed.call,
    problem: parsed.problem,
    answer,
  };
}

function thoughtOf(message: AssistantMessage): string {
  const content = message.content ?? "";
  return (content.trim() === "" ? (message.reasoning_content ?? "") : content).toWellFormed();
}

function reasoningOf(message: AssistantMessage): Pick<AssistantMessage, "reasoning_content" | "reasoning_details"> {
  return {
    ...(message.reasoning_content === undefined ? {} : { reasoning_content: message.reasoning_content.toWellFormed() }),
    ...(message.reasoning_details === undefined ? {} : { reasoning_details: message.reasoning_details }),
  };
}
