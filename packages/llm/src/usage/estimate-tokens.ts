import type { GenerateOptions } from "@swe/core";

const charactersPerToken = 4;

/** A cheap guess of what a call will use, for the limit of tokens per minute only. */
export function estimateTokens({ messages, tools, maxOutputTokens }: GenerateOptions): number {
  let characters = tools === undefined ? 0 : JSON.stringify(tools).length;
  for (const message of messages) {
    characters += message.content?.length ?? 0;
    if (message.role === "assistant") for (const call of message.tool_calls ?? []) characters += call.function.arguments.length;
  }
  return Math.ceil(characters / charactersPerToken) + (maxOutputTokens ?? 0);
}
