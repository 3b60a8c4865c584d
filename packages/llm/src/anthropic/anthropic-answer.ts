import { z } from "zod";
import { type AssistantBlock, isAssistantBlock } from "./anthropic-blocks.ts";

/** The fields that are read from a message answer. */
export interface AnthropicAnswer {
  readonly model?: string | undefined;
  readonly stop_reason?: string | undefined;
  readonly content: readonly AssistantBlock[];
  readonly usage?: AnthropicUsage | undefined;
}

export interface AnthropicUsage {
  readonly input_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
  readonly cache_read_input_tokens?: number | undefined;
  readonly cache_creation_input_tokens?: number | undefined;
  readonly output_tokens_details?: { readonly thinking_tokens?: number | undefined } | undefined;
}

const count = z.number().int().nonnegative().optional().catch(undefined);
const text = z.string().optional().catch(undefined);

const block = z.union([
  z.looseObject({ type: z.literal("text"), text: z.string() }),
  z.looseObject({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() }),
  z.looseObject({ type: z.literal("redacted_thinking"), data: z.string() }),
  z.looseObject({ type: z.literal("tool_use"), id: z.string(), name: z.string(), input: z.unknown().optional() }),
  // Kinds that are not known yet.
  z.looseObject({ type: z.string() }).refine((value) => !isAssistantBlock(value), "a known block with wrong fields"),
]);

const usage = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  output_tokens_details: z.object({ thinking_tokens: count }).optional().catch(undefined),
});

const answer = z.object({
  model: text,
  stop_reason: text,
  content: z.array(block),
  usage: usage.optional().catch(undefined),
});

/** The usage of an answer of which nothing else may be right. */
export function parseAnthropicAnswerUsage(value: unknown): AnthropicUsage | undefined {
  const parsed = z.object({ usage }).safeParse(value);
  return parsed.success ? parsed.data.usage : undefined;
}

/** The answer, or what is wrong with it. Blocks of unknown kinds are left out. */
export function parseAnthropicAnswer(value: unknown): AnthropicAnswer | { readonly problem: string } {
  const parsed = answer.safeParse(value);
  if (parsed.success) return { ...parsed.data, content: (parsed.data.content as unknown[]).filter(isAssistantBlock) };
  return { problem: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ") };
}
