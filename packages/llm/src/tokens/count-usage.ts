import type { AssistantMessage, GenerateOptions, Usage } from "@swe/core";
import { unknownUsage } from "../usage/unknown-usage.ts";
import { loadTokenCounter } from "./token-counter.ts";

/** The use of a call counted here, for providers that report none. */
export async function countUsage({ messages, tools }: GenerateOptions, reply: AssistantMessage): Promise<Usage> {
  const counter = await loadTokenCounter();
  const inputTokens = counter.countMessages(messages) + (tools === undefined ? 0 : counter.countTools(tools));
  const calls = reply.tool_calls ?? [];
  const texts = [reply.content ?? "", reply.reasoning_content ?? "", ...calls.map((call) => call.function.name + call.function.arguments)];
  const outputTokens = texts.reduce((sum, text) => sum + counter.countText(text), 0);
  return { ...unknownUsage, inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, source: "local" };
}
