import type { AssistantMessage, ChatMessage } from "@swe/core";
import type { OpenAI } from "openai";
import type { OpenAiDialect } from "./openai-dialect.ts";

type WireMessage = OpenAI.ChatCompletionMessageParam;

/** The history as this server wants it. The contract has the wire's shape, so little is left to do but reasoning and cache marks. */
export function toOpenAiMessages(messages: readonly ChatMessage[], dialect: OpenAiDialect): WireMessage[] {
  const marked = dialect.cacheMarks ? cachedMessages(messages) : new Set<ChatMessage>();
  return messages.map((message) => {
    // Reasoning fields and cache marks are extensions that the SDK's types do not know.
    if (message.role === "assistant") return toAssistant(message, dialect) as unknown as WireMessage;
    const content = marked.has(message) ? markedContent(message.content ?? "") : message.content;
    if (message.role === "tool") return { role: "tool", tool_call_id: message.tool_call_id, content: message.content };
    return { role: message.role, content } as WireMessage;
  });
}

/** The first system message and the last two user turns: what the next call shares with this one. */
function cachedMessages(messages: readonly ChatMessage[]): ReadonlySet<ChatMessage> {
  const system = messages.filter((message) => message.role === "system").slice(0, 1);
  const users = messages.filter((message) => message.role === "user").slice(-2);
  return new Set<ChatMessage>([...system, ...users]);
}

function markedContent(text: string): unknown {
  return [{ type: "text", text, cache_control: { type: "ephemeral" } }];
}

function toAssistant(message: AssistantMessage, dialect: OpenAiDialect): Record<string, unknown> {
  const calls = message.tool_calls ?? [];
  return {
    role: "assistant",
    // Servers refuse a turn without content and calls.
    content: message.content === null && calls.length === 0 ? "" : message.content,
    ...(calls.length > 0
      ? { tool_calls: calls.map(({ id, function: called }) => ({ id, type: "function", function: { ...called } })) }
      : {}),
    ...reasoningFields(message, dialect),
  };
}

function reasoningFields(message: AssistantMessage, dialect: OpenAiDialect): Record<string, unknown> {
  if (dialect.reasoning === "none") return {};
  const { reasoning_content: text, reasoning_details: details } = message;
  return {
    ...(text === undefined ? {} : { [dialect.reasoning]: text }),
    ...(details === undefined ? {} : { reasoning_details: details }),
  };
}
