/** Content blocks of Anthropic's messages, as far as they are read or written here. */
export interface TextBlock {
  readonly type: "text";
  readonly text: string;
}

export interface ThinkingBlock {
  readonly type: "thinking";
  readonly thinking: string;
  readonly signature: string;
}

export interface RedactedThinkingBlock {
  readonly type: "redacted_thinking";
  readonly data: string;
}

export interface ToolUseBlock {
  readonly type: "tool_use";
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface ToolResultBlock {
  readonly type: "tool_result";
  readonly tool_use_id: string;
  readonly content: string;
}

export type AssistantBlock = TextBlock | ThinkingBlock | RedactedThinkingBlock | ToolUseBlock;
export type UserBlock = TextBlock | ToolResultBlock;

export interface AnthropicTurn {
  readonly role: "user" | "assistant";
  readonly content: readonly (AssistantBlock | UserBlock)[];
}

const blockTypes = new Set<unknown>(["text", "thinking", "redacted_thinking", "tool_use"]);

export function isAssistantBlock(value: unknown): value is AssistantBlock {
  return typeof value === "object" && value !== null && "type" in value && blockTypes.has(value.type);
}

export function isThinking(block: AssistantBlock): block is ThinkingBlock | RedactedThinkingBlock {
  return block.type === "thinking" || block.type === "redacted_thinking";
}
