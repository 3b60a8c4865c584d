import type { ChatMessage, ToolSchema } from "@swe/core";
import { type CountTokens, countTextTokens } from "./count-text-tokens.ts";

/** Counts tokens of conversations. Every message is counted once: the next step only counts what is new. */
export interface TokenCounter {
  countText(text: string): number;
  countMessages(messages: readonly ChatMessage[]): number;
  countTools(tools: readonly ToolSchema[]): number;
}

// What the chat format adds around each message and before the reply.
const tokensPerMessage = 4;
const tokensPerReply = 3;

export function createTokenCounter(count: CountTokens): TokenCounter {
  const known = new WeakMap<object, number>();
  const countText = (text: string): number => countTextTokens(text, count);
  const once = <T extends object>(value: T, compute: (value: T) => number): number => {
    const tokens = known.get(value) ?? compute(value);
    known.set(value, tokens);
    return tokens;
  };
  const countMessage = (message: ChatMessage): number => {
    const calls = message.role === "assistant" ? (message.tool_calls ?? []) : [];
    const texts = calls.flatMap((call) => [call.function.name, call.function.arguments]);
    return [message.content ?? "", ...texts].reduce((sum, text) => sum + countText(text), tokensPerMessage);
  };
  return {
    countText,
    countMessages: (messages) => messages.reduce((sum, message) => sum + once(message, countMessage), tokensPerReply),
    countTools: (tools) => once(tools, () => countText(JSON.stringify(tools))),
  };
}

let shared: Promise<TokenCounter> | undefined;

/** The tokenizer of OpenAI's current models, loaded on first use (tens of megabytes); a fair estimate for others. */
export function loadTokenCounter(): Promise<TokenCounter> {
  shared ??= import("gpt-tokenizer/encoding/o200k_base").then(({ countTokens }) => {
    const asPlainText = { disallowedSpecial: new Set<string>() };
    return createTokenCounter((text) => countTokens(text, asPlainText));
  });
  return shared;
}
