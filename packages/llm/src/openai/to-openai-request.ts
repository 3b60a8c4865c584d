import type { GenerateOptions } from "@swe/core";
import type { OpenAI } from "openai";
import type { OpenAiDialect } from "./openai-dialect.ts";
import { toOpenAiMessages } from "./to-openai-messages.ts";

export interface OpenAiRequestOptions {
  readonly model: string;
  readonly dialect: OpenAiDialect;
  /** Parameters that this model has refused. */
  readonly dropped: ReadonlySet<string>;
  /** Further fields of the body, as the provider documents them. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly promptCache: boolean;
}

/** The body of a chat-completions request. */
export function toOpenAiRequest(
  request: GenerateOptions,
  { model, dialect, dropped, parameters, promptCache }: OpenAiRequestOptions,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { maxTokensField } = dialect;
  const field = dropped.has(maxTokensField) ? otherField(maxTokensField) : maxTokensField;
  const optional = { temperature: request.temperature, seed: request.seed, [field]: request.maxOutputTokens };
  const given = Object.entries(optional).filter(([name, value]) => value !== undefined && !dropped.has(name));
  return {
    model,
    messages: toOpenAiMessages(request.messages, { ...dialect, cacheMarks: dialect.cacheMarks && promptCache }),
    ...(request.tools === undefined || request.tools.length === 0 ? {} : { tools: [...request.tools] as OpenAI.ChatCompletionTool[] }),
    ...Object.fromEntries(given),
    ...(dialect.wantsCost ? { usage: { include: true } } : {}),
    ...parameters,
  };
}

function otherField(field: OpenAiDialect["maxTokensField"]): OpenAiDialect["maxTokensField"] {
  return field === "max_tokens" ? "max_completion_tokens" : "max_tokens";
}
