/** Messages have the shape of the chat-completions wire format, so that a history is training data as it stands. */
export interface SystemMessage {
  readonly role: "system";
  readonly content: string;
}

export interface UserMessage {
  readonly role: "user";
  readonly content: string;
}

/** A call as the model wrote it. `arguments` is the raw text, normally JSON, and may be broken. */
export interface ToolCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface AssistantMessage {
  readonly role: "assistant";
  /** null when the reply holds nothing but tool calls. */
  readonly content: string | null;
  /** The provider's reasoning text, where it returns one. */
  readonly reasoning_content?: string;
  /** Opaque reasoning blocks that must be sent back unchanged (signatures, encrypted parts). */
  readonly reasoning_details?: readonly unknown[];
  readonly tool_calls?: readonly ToolCall[];
}

export interface ToolMessage {
  readonly role: "tool";
  readonly tool_call_id: string;
  readonly name?: string;
  readonly content: string;
}

export type ChatMessage = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** A tool as it is sent to the model (OpenAI function schema). */
export interface ToolSchema {
  readonly type: "function";
  readonly function: {
    readonly name: string;
    readonly description: string;
    /** JSON Schema of the arguments. */
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

/** Token counts of one call. Unknown counts are undefined, never 0. */
export interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly totalTokens: number | undefined;
  /** Part of `inputTokens` that was read from a prompt cache. */
  readonly cachedInputTokens: number | undefined;
  /** Part of `inputTokens` that was written to a prompt cache. */
  readonly cacheWriteTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  /** `provider` = as reported, `local` = counted by a tokenizer because the provider reported none. */
  readonly source: "provider" | "local" | "unknown";
}

export type UnifiedFinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "other";

/** What a call belongs to: used for recording, replaying and logging, never sent to the provider. */
export interface CallContext {
  readonly instanceId?: string | undefined;
  readonly attempt?: number | undefined;
  /** Phase or purpose, e.g. `agent`, `draft`, `self_check`, `eval_review`. */
  readonly purpose?: string | undefined;
  /** Number of the call within its attempt, from 0. */
  readonly callIndex?: number | undefined;
}

/** A reply that was paid for and then thrown away, because it was empty or made no sense. */
export interface DiscardedReply {
  readonly usage: Usage;
  /** US dollars, or undefined when nobody tells. */
  readonly cost: number | undefined;
}

export interface GenerateOptions {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolSchema[] | undefined;
  /** @default the provider's own default */
  readonly temperature?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly seed?: number | undefined;
  /** Limit of the whole call with its retries, in milliseconds. */
  readonly timeoutMs?: number | undefined;
  readonly context?: CallContext | undefined;
  /** Told of every reply that is thrown away and asked for again. What such replies used and cost is in no result. */
  readonly onDiscarded?: ((reply: DiscardedReply) => void) | undefined;
  /** Cancels the request in flight at once; the promise rejects with the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** An answer. Usage and cost are of this answer alone, see `onDiscarded` of {@link GenerateOptions}. */
export interface GenerateResult {
  readonly message: AssistantMessage;
  /** The calls of `message`, or an empty list. */
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: { readonly unified: UnifiedFinishReason; readonly raw: string | undefined };
  readonly usage: Usage;
  /** US dollars, or undefined when neither the provider nor a price table tells. */
  readonly cost: number | undefined;
  /** Wall-clock time with retries and waiting, in milliseconds. */
  readonly durationMs: number;
  /** The model that answered, as the provider names it. */
  readonly model: string;
  /** The provider's answer as received, for audits. */
  readonly raw: unknown;
}

/**
 * A chat model. Rejects with `ContextLengthError`, `ContentFilterError`, `ModelAuthError`, `ModelRequestError` (nothing to
 * gain from asking again), `ModelUnavailableError` (an outage, after all retries), `BudgetExceededError`, or the abort reason.
 */
export interface ChatModel {
  /** Name as the user gave it, e.g. `openai/gpt-4o-mini`. */
  readonly name: string;
  generate(options: GenerateOptions): Promise<GenerateResult>;
}
