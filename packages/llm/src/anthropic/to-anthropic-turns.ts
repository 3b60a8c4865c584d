import type { ChatMessage } from "@swe/core";
import type { AnthropicTurn, UserBlock } from "./anthropic-blocks.ts";
import { toAssistantBlocks, toToolUseId } from "./to-assistant-blocks.ts";

export interface AnthropicConversation {
  /** The system messages at the start; later ones become part of the user's turns. */
  readonly system: readonly string[];
  readonly turns: readonly AnthropicTurn[];
}

/** The history as alternating turns: neighbours of one role become one turn, tool results part of the user's. */
export function toAnthropicTurns(messages: readonly ChatMessage[]): AnthropicConversation {
  const start = messages.findIndex((message) => message.role !== "system");
  const leading = start === -1 ? messages : messages.slice(0, start);
  const turns: { role: AnthropicTurn["role"]; content: AnthropicTurn["content"] }[] = [];
  for (const message of messages.slice(leading.length)) {
    const turn: AnthropicTurn =
      message.role === "assistant"
        ? { role: "assistant", content: toAssistantBlocks(message) }
        : { role: "user", content: [toUserBlock(message)] };
    const last = turns.at(-1);
    if (last?.role === turn.role) last.content = [...last.content, ...turn.content];
    else if (turn.content.length > 0) turns.push({ ...turn });
  }
  // A conversation has to begin with the user.
  if (turns[0]?.role === "assistant") turns.unshift({ role: "user", content: [{ type: "text", text: "(continued)" }] });
  return { system: leading.map((message) => message.content ?? "").filter((text) => text.trim() !== ""), turns };
}

function toUserBlock(message: Exclude<ChatMessage, { role: "assistant" }>): UserBlock {
  if (message.role === "tool") return { type: "tool_result", tool_use_id: toToolUseId(message.tool_call_id), content: message.content };
  // A text block without any text is refused.
  return { type: "text", text: message.content.trim() === "" ? "(empty)" : message.content };
}
