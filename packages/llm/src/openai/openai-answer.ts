import { z } from "zod";

/** The fields that are read from a chat-completions answer; everything else is let through. */
export interface OpenAiAnswer {
  readonly model?: string | undefined;
  readonly choices: readonly OpenAiChoice[];
  readonly usage?: OpenAiUsage | null | undefined;
}

export interface OpenAiChoice {
  readonly message: OpenAiAnswerMessage;
  readonly finish_reason?: string | undefined;
  readonly error?: unknown;
}

export interface OpenAiAnswerMessage {
  readonly content?: string | null | readonly { readonly text?: string | undefined }[] | undefined;
  readonly refusal?: string | undefined;
  /** DeepSeek, vLLM and others. */
  readonly reasoning_content?: string | undefined;
  /** OpenRouter and newer vLLM. */
  readonly reasoning?: string | undefined;
  readonly reasoning_details?: readonly unknown[] | undefined;
  readonly tool_calls?: readonly OpenAiAnswerCall[] | null | undefined;
}

export interface OpenAiAnswerCall {
  readonly id?: string | undefined;
  readonly function: { readonly name: string; readonly arguments?: unknown };
}

export interface OpenAiUsage {
  readonly prompt_tokens?: number | undefined;
  readonly completion_tokens?: number | undefined;
  readonly total_tokens?: number | undefined;
  readonly prompt_cache_hit_tokens?: number | undefined;
  readonly prompt_tokens_details?:
    | { readonly cached_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined }
    | undefined;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number | undefined } | undefined;
  readonly cost?: number | undefined;
  readonly is_byok?: boolean | undefined;
  readonly cost_details?: { readonly upstream_inference_cost?: number | undefined } | undefined;
}

// A count or text of the wrong type is as good as none; a message of the wrong type makes the answer worthless.
const count = z.number().int().nonnegative().optional().catch(undefined);
const dollars = z.number().nonnegative().optional().catch(undefined);
const text = z.string().optional().catch(undefined);

const message = z.object({
  content: z.union([z.string(), z.null(), z.array(z.object({ text }))]).optional(),
  refusal: text,
  reasoning_content: text,
  reasoning: text,
  reasoning_details: z.array(z.unknown()).optional().catch(undefined),
  tool_calls: z.array(z.object({ id: text, function: z.object({ name: z.string(), arguments: z.unknown().optional() }) })).nullish(),
});

const usage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  prompt_cache_hit_tokens: count,
  prompt_tokens_details: z.object({ cached_tokens: count, cache_write_tokens: count }).optional().catch(undefined),
  completion_tokens_details: z.object({ reasoning_tokens: count }).optional().catch(undefined),
  cost: dollars,
  is_byok: z.boolean().optional().catch(undefined),
  cost_details: z.object({ upstream_inference_cost: dollars }).optional().catch(undefined),
});

const answer = z.object({
  model: text,
  choices: z.array(z.object({ message, finish_reason: text, error: z.unknown().optional() })).min(1, "no choice"),
  usage: usage.nullish().catch(undefined),
});

/** The usage of an answer of which nothing else may be right. */
export function parseOpenAiAnswerUsage(value: unknown): OpenAiUsage | undefined {
  const parsed = z.object({ usage }).safeParse(value);
  return parsed.success ? parsed.data.usage : undefined;
}

/** The answer, or what is wrong with it. */
export function parseOpenAiAnswer(value: unknown): OpenAiAnswer | { readonly problem: string } {
  const parsed = answer.safeParse(value);
  if (parsed.success) return parsed.data;
  return { problem: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ") };
}
