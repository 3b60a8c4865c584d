import type { AssistantMessage, ChatModel, GenerateOptions, GenerateResult, ToolCall, Usage } from "@swe/core";

/** A reply of a {@link ScriptedModel}: plain text, a fuller reply, or an error to reject with. */
export type ScriptedModelReply =
  | string
  | Error
  | {
      readonly content?: string | null;
      readonly reasoningContent?: string;
      readonly toolCalls?: readonly { readonly id?: string; readonly name: string; readonly arguments: string | object }[];
      readonly usage?: Partial<Usage>;
      readonly cost?: number;
      /** Cost of replies that were thrown away before this one. */
      readonly discardedCosts?: readonly number[];
      readonly finishReason?: GenerateResult["finishReason"]["unified"];
    };

/** A fake chat model that records what it was asked. */
export interface ScriptedModel extends ChatModel {
  /** Every request so far, oldest first. */
  readonly calls: readonly GenerateOptions[];
}

const unknown: Usage = {
  inputTokens: undefined,
  outputTokens: undefined,
  totalTokens: undefined,
  cachedInputTokens: undefined,
  cacheWriteTokens: undefined,
  reasoningTokens: undefined,
  source: "unknown",
};

/**
 * A chat model without a network: replies in order, or computed by a function of the request (which may wait, to test aborts).
 * Asked beyond its last reply, or aborted, it rejects.
 */
export function createScriptedModel(
  replies: readonly ScriptedModelReply[] | ((options: GenerateOptions, index: number) => ScriptedModelReply | Promise<ScriptedModelReply>),
  { name = "scripted" }: { readonly name?: string } = {},
): ScriptedModel {
  const calls: GenerateOptions[] = [];
  return {
    name,
    calls,
    async generate(options) {
      options.abortSignal?.throwIfAborted();
      const index = calls.push({ ...options, messages: [...options.messages] }) - 1;
      const reply = await orAborted(typeof replies === "function" ? replies(options, index) : replies[index], options.abortSignal);
      if (reply === undefined) throw new Error(`The scripted model was asked ${index + 1} times and has no reply left.`);
      if (reply instanceof Error) throw reply;
      const full = typeof reply === "string" ? { content: reply } : reply;
      for (const cost of full.discardedCosts ?? []) options.onDiscarded?.({ usage: unknown, cost });
      return toResult(full, { name, index });
    },
  };
}

async function orAborted<T>(value: T | Promise<T>, abortSignal: AbortSignal | undefined): Promise<T> {
  if (abortSignal === undefined) return value;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(abortSignal.reason);
  abortSignal.addEventListener("abort", abort, { once: true });
  try {
    const settled = await Promise.race([value, aborted.promise]);
    abortSignal.throwIfAborted();
    return settled;
  } finally {
    abortSignal.removeEventListener("abort", abort);
  }
}

function toResult(reply: Exclude<ScriptedModelReply, string | Error>, { name, index }: { name: string; index: number }): GenerateResult {
  const toolCalls = (reply.toolCalls ?? []).map((call, position): ToolCall => ({
    id: call.id ?? `call_${index}_${position}`,
    type: "function",
    function: { name: call.name, arguments: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments) },
  }));
  const message: AssistantMessage = {
    role: "assistant",
    content: reply.content ?? (toolCalls.length > 0 ? null : ""),
    ...(reply.reasoningContent === undefined ? {} : { reasoning_content: reply.reasoningContent }),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
  const unified = reply.finishReason ?? (toolCalls.length > 0 ? "tool_calls" : "stop");
  return {
    message,
    toolCalls,
    finishReason: { unified, raw: unified },
    usage: { ...unknown, ...(reply.usage === undefined ? {} : { source: "provider" as const, ...reply.usage }) },
    cost: reply.cost,
    durationMs: 0,
    model: name,
    raw: null,
  };
}
