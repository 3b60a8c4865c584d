import type { AssistantMessage, ToolCall } from "@swe/core";
import { type AssistantBlock, isAssistantBlock, isThinking } from "./anthropic-blocks.ts";

/** A turn of the model as content blocks: as received where they were kept and still say the same, else thinking, text, calls. */
export function toAssistantBlocks(message: AssistantMessage): readonly AssistantBlock[] {
  const kept = (message.reasoning_details ?? []).filter(isAssistantBlock);
  if (kept.some((block) => !isThinking(block)) && saysTheSame(kept, message)) return kept;
  return canonicalBlocks(message, kept.filter(isThinking));
}

/** The order in which nearly every answer comes. */
export function canonicalBlocks(message: AssistantMessage, thinking: readonly AssistantBlock[]): readonly AssistantBlock[] {
  const text = message.content ?? "";
  return [...thinking, ...(text.trim() === "" ? [] : [{ type: "text" as const, text }]), ...(message.tool_calls ?? []).map(toToolUse)];
}

function saysTheSame(blocks: readonly AssistantBlock[], message: AssistantMessage): boolean {
  const text = blocks.map((block) => (block.type === "text" ? block.text : "")).join("");
  const ids = blocks.flatMap((block) => (block.type === "tool_use" ? [block.id] : []));
  const wanted = (message.tool_calls ?? []).map((call) => call.id);
  return text === (message.content ?? "") && ids.join("\n") === wanted.join("\n");
}

function toToolUse(call: ToolCall): AssistantBlock {
  return { type: "tool_use", id: toToolUseId(call.id), name: call.function.name, input: toInput(call.function.arguments) };
}

/** Other providers' ids hold characters that are refused here. */
export function toToolUseId(id: string): string {
  return id.replaceAll(/[^a-zA-Z0-9_-]/g, "_");
}

/** The input has to be an object, whatever the model wrote. */
function toInput(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Broken JSON is shown to the model as it wrote it.
  }
  return { malformed_arguments: text };
}
