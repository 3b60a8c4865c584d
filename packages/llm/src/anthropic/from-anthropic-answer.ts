import {
  type AssistantMessage,
  type ChatMessage,
  ContentFilterError,
  type DiscardedReply,
  stableStringify,
  type UnifiedFinishReason,
  type Usage,
} from "@swe/core";
import { classifyFault } from "../transport/classify-status.ts";
import { readErrorBody } from "../transport/error-body.ts";
import { malformedAnswer, parseAnswerText } from "../transport/malformed-answer.ts";
import type { TransportReply } from "../transport/model-transport.ts";
import { uniqueCallIds } from "../transport/unique-call-ids.ts";
import { unknownUsage } from "../usage/unknown-usage.ts";
import { type AnthropicUsage, parseAnthropicAnswer, parseAnthropicAnswerUsage } from "./anthropic-answer.ts";
import { type AssistantBlock, isThinking } from "./anthropic-blocks.ts";
import { canonicalBlocks } from "./to-assistant-blocks.ts";

export interface AnswerContext {
  readonly history: readonly ChatMessage[];
  readonly model: string;
  readonly where: string;
  readonly keyVariable?: string | undefined;
}

const finishReasons: ReadonlyMap<string, UnifiedFinishReason> = new Map([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["tool_use", "tool_calls"],
  ["refusal", "content_filter"],
]);

/** Reads an answer with status 200, which may yet be an error or nonsense. */
export function fromAnthropicAnswer(body: unknown, context: AnswerContext): TransportReply {
  const { where, keyVariable } = context;
  const raw = parseAnswerText(body, where);
  const error = (raw as { error?: unknown } | null)?.error ?? undefined;
  if (error !== undefined) throw classifyFault({ ...readErrorBody(error), where, keyVariable });
  const answer = parseAnthropicAnswer(raw);
  if ("problem" in answer) throw malformedAnswer(where, answer.problem);
  const message = toMessage(answer.content, context.history);
  const toolCalls = message.tool_calls ?? [];
  const rawReason = answer.stop_reason;
  const unified = finishReasons.get(rawReason ?? "") ?? (toolCalls.length > 0 ? "tool_calls" : "other");
  const isEmpty = (message.content ?? "") === "" && toolCalls.length === 0;
  if (isEmpty && unified === "content_filter") throw new ContentFilterError({ message: `${where} refused to answer.` });
  if (isEmpty && (rawReason === undefined || answer.usage?.output_tokens === 0)) throw malformedAnswer(where, "the reply is empty");
  return {
    message,
    toolCalls,
    finishReason: { unified, raw: rawReason },
    usage: readUsage(answer.usage),
    cost: undefined,
    model: answer.model ?? context.model,
    raw,
  };
}

/** What an answer used that cannot be taken. */
export function anthropicSpending(raw: unknown): DiscardedReply {
  return { usage: readUsage(parseAnthropicAnswerUsage(raw)), cost: undefined };
}

function toMessage(blocks: readonly AssistantBlock[], history: readonly ChatMessage[]): AssistantMessage {
  const named = blocks.flatMap((block) =>
    block.type === "tool_use"
      ? [{ id: block.id, type: "function" as const, function: { name: block.name, arguments: JSON.stringify(block.input ?? {}) } }]
      : [],
  );
  const calls = uniqueCallIds(named, history);
  const texts = blocks.flatMap((block) => (block.type === "text" ? [block.text] : []));
  const thoughts = blocks.flatMap((block) => (block.type === "thinking" ? [block.thinking] : []));
  const message: AssistantMessage = {
    role: "assistant",
    content: texts.length === 0 && calls.length > 0 ? null : texts.join(""),
    ...(thoughts.length === 0 ? {} : { reasoning_content: thoughts.join("\n\n") }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  const details = detailsOf(blocks, message);
  return details.length === 0 ? message : { ...message, reasoning_details: details };
}

/** What has to go back unchanged: the thinking, or all blocks where their order cannot be told from the message. */
function detailsOf(blocks: readonly AssistantBlock[], message: AssistantMessage): readonly AssistantBlock[] {
  const thinking = blocks.filter(isThinking);
  const same = stableStringify(canonicalBlocks(message, thinking).map(essence)) === stableStringify(blocks.map(essence));
  return same ? thinking : blocks;
}

function essence(block: AssistantBlock): unknown {
  switch (block.type) {
    case "text":
      return ["text", block.text];
    case "tool_use":
      return ["tool_use", block.id, block.name, block.input];
    case "thinking":
      return ["thinking", block.thinking, block.signature];
    case "redacted_thinking":
      return ["redacted_thinking", block.data];
  }
}

/** Anthropic counts what came from or went to the cache apart from the rest of the input. */
function readUsage(usage: AnthropicUsage | undefined): Usage {
  if (usage?.input_tokens === undefined || usage.output_tokens === undefined) return unknownUsage;
  const { cache_read_input_tokens: cachedInputTokens, cache_creation_input_tokens: cacheWriteTokens } = usage;
  const inputTokens = usage.input_tokens + (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0);
  // No request is empty: some servers say 0 where they have not counted.
  if (inputTokens === 0) return unknownUsage;
  return {
    inputTokens,
    outputTokens: usage.output_tokens,
    totalTokens: inputTokens + usage.output_tokens,
    cachedInputTokens,
    cacheWriteTokens,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens,
    source: "provider",
  };
}
