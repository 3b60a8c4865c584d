import type { ChatMessageReply } from "./chat-reply.ts";

interface Facts {
  readonly model: string;
  readonly index: number;
  readonly requestText: string;
}

/** An ordinary reply in the shape of chat completions. */
export function renderOpenAi(reply: ChatMessageReply, { model, index, requestText }: Facts): unknown {
  const calls = (reply.toolCalls ?? []).map((call, position) => ({
    id: call.id ?? `call_${index}_${position}`,
    type: "function",
    function: { name: call.name, arguments: call.arguments },
  }));
  const usage = usageOf(reply, requestText);
  return {
    id: `chatcmpl-${index}`,
    object: "chat.completion",
    created: 1_700_000_000,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: reply.content ?? (calls.length > 0 ? null : ""),
          ...(reply.reasoning === undefined ? {} : { reasoning_content: reply.reasoning }),
          ...(calls.length > 0 ? { tool_calls: calls } : {}),
        },
        finish_reason: reply.finishReason ?? (calls.length > 0 ? "tool_calls" : "stop"),
      },
    ],
    ...(usage === undefined
      ? {}
      : {
          usage: {
            prompt_tokens: usage.input,
            completion_tokens: usage.output,
            total_tokens: usage.input + usage.output,
            ...(usage.cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: usage.cached } }),
            ...(usage.cost === undefined ? {} : { cost: usage.cost }),
          },
        }),
  };
}

/** The same reply in the shape of Anthropic's messages. */
export function renderAnthropic(reply: ChatMessageReply, { model, index, requestText }: Facts): unknown {
  const calls = (reply.toolCalls ?? []).map((call, position) => ({
    type: "tool_use",
    id: call.id ?? `toolu_${index}_${position}`,
    name: call.name,
    input: JSON.parse(call.arguments) as unknown,
  }));
  const text = reply.content ?? "";
  const usage = usageOf(reply, requestText);
  return {
    id: `msg_${index}`,
    type: "message",
    role: "assistant",
    model,
    content: [...(text === "" ? [] : [{ type: "text", text }]), ...calls],
    stop_reason: reply.finishReason ?? (calls.length > 0 ? "tool_use" : "end_turn"),
    stop_sequence: null,
    ...(usage === undefined
      ? {}
      : {
          usage: {
            input_tokens: usage.input - (usage.cached ?? 0),
            cache_read_input_tokens: usage.cached ?? 0,
            output_tokens: usage.output,
          },
        }),
  };
}

function usageOf(reply: ChatMessageReply, requestText: string): NonNullable<ChatMessageReply["usage"]> | undefined {
  if (reply.usage === null) return undefined;
  const output = `${reply.content ?? ""}${(reply.toolCalls ?? []).map((call) => call.arguments).join("")}`.length;
  return reply.usage ?? { input: Math.ceil(requestText.length / 4), output: Math.max(1, Math.ceil(output / 4)) };
}
