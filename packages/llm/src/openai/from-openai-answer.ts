import { type AssistantMessage, type ChatMessage, ContentFilterError, type DiscardedReply } from "@swe/core";
import { classifyFault } from "../transport/classify-status.ts";
import { readErrorBody } from "../transport/error-body.ts";
import { malformedAnswer, parseAnswerText } from "../transport/malformed-answer.ts";
import type { TransportReply } from "../transport/model-transport.ts";
import { type NamedCall, uniqueCallIds } from "../transport/unique-call-ids.ts";
import { mapFinishReason } from "./map-finish-reason.ts";
import { type OpenAiAnswerCall, type OpenAiAnswerMessage, parseOpenAiAnswer, parseOpenAiAnswerUsage } from "./openai-answer.ts";
import { readOpenAiCost, readOpenAiUsage } from "./read-openai-usage.ts";

export interface AnswerContext {
  readonly history: readonly ChatMessage[];
  readonly model: string;
  readonly where: string;
  readonly keyVariable?: string | undefined;
}

/** Reads an answer with status 200, which may yet be an error, a web page or nonsense. */
export function fromOpenAiAnswer(body: unknown, context: AnswerContext): TransportReply {
  const { where } = context;
  const raw = parseAnswerText(body, where);
  throwIfError((raw as { error?: unknown } | null | undefined)?.error, context);
  const answer = parseOpenAiAnswer(raw);
  if ("problem" in answer) throw malformedAnswer(where, answer.problem);
  const choice = answer.choices[0];
  if (choice === undefined) throw malformedAnswer(where, "no choice");
  throwIfError(choice.error, context);
  const message = toMessage(choice.message, context.history);
  const toolCalls = message.tool_calls ?? [];
  const rawReason = choice.finish_reason;
  const unified = mapFinishReason(rawReason, toolCalls.length > 0);
  const isEmpty = (message.content ?? "") === "" && toolCalls.length === 0;
  if (isEmpty && unified === "content_filter")
    throw new ContentFilterError({ message: `The content filter of ${where} withheld the answer.` });
  if (isEmpty && (rawReason === undefined || answer.usage?.completion_tokens === 0)) throw malformedAnswer(where, "the reply is empty");
  return {
    message,
    toolCalls,
    finishReason: { unified, raw: rawReason },
    usage: readOpenAiUsage(answer.usage),
    cost: readOpenAiCost(answer.usage),
    model: answer.model ?? context.model,
    raw,
  };
}

/** What an answer used that cannot be taken. */
export function openAiSpending(raw: unknown): DiscardedReply {
  const usage = parseOpenAiAnswerUsage(raw);
  return { usage: readOpenAiUsage(usage), cost: readOpenAiCost(usage) };
}

function throwIfError(value: unknown, { where, keyVariable }: AnswerContext): void {
  if (value === undefined || value === null || value === false) return;
  throw classifyFault({ ...readErrorBody(value), where, keyVariable });
}

function toMessage(message: OpenAiAnswerMessage, history: readonly ChatMessage[]): AssistantMessage {
  const calls = uniqueCallIds((message.tool_calls ?? []).map(toNamedCall), history);
  const text = contentText(message.content) ?? message.refusal;
  const reasoning = message.reasoning_content ?? message.reasoning ?? "";
  const details = message.reasoning_details ?? [];
  return {
    role: "assistant",
    content: calls.length > 0 ? (text ?? null) : (text ?? ""),
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

function contentText(content: OpenAiAnswerMessage["content"]): string | undefined {
  if (typeof content === "string") return content;
  return content?.map((part) => part.text ?? "").join("");
}

function toNamedCall(call: OpenAiAnswerCall): NamedCall {
  const { name, arguments: given } = call.function;
  // Some servers send the arguments as an object instead of its text.
  const text = typeof given === "string" ? given : JSON.stringify(given ?? {});
  return { id: call.id, type: "function", function: { name, arguments: text } };
}
