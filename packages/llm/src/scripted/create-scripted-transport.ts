import { type AssistantMessage, type ChatMessage, InputError, ModelRequestError, type Usage } from "@swe/core";
import { mapFinishReason } from "../openai/map-finish-reason.ts";
import type { ModelTransport } from "../transport/model-transport.ts";
import { uniqueCallIds } from "../transport/unique-call-ids.ts";
import { unknownUsage } from "../usage/unknown-usage.ts";
import { readScript, type ScriptedReply } from "./script-file.ts";

export interface ScriptedSettings {
  /** Holds one `<instance_id>.json` an instance. */
  readonly directory: string;
  readonly name: string;
}

/** Plays the replies of a script by the number of the call within its attempt, so that an attempt made again starts anew. */
export function createScriptedTransport({ directory, name }: ScriptedSettings): ModelTransport {
  const scripts = new Map<string, Promise<readonly ScriptedReply[]>>();
  return {
    async send({ messages, context }) {
      const { instanceId, callIndex } = context ?? {};
      if (instanceId === undefined || callIndex === undefined) {
        throw new InputError({
          message: `The model "${name}" needs the instance and the number of the call.`,
          remedy: "Pass context.instanceId and context.callIndex.",
        });
      }
      const script = scripts.get(instanceId) ?? readScript(directory, instanceId);
      scripts.set(instanceId, script);
      const replies = await script;
      const reply = replies[callIndex];
      if (reply === undefined) {
        throw new ModelRequestError({
          message: `The script of "${instanceId}" in ${directory} has ${replies.length} replies; call ${callIndex + 1} has none.`,
          remedy: "Add the missing reply to the script.",
        });
      }
      const message = toMessage(reply, messages);
      const toolCalls = message.tool_calls ?? [];
      const raw = reply.finish_reason ?? (toolCalls.length > 0 ? "tool_calls" : "stop");
      const finishReason = { unified: mapFinishReason(raw, toolCalls.length > 0), raw };
      return { message, toolCalls, finishReason, usage: toUsage(reply.usage), cost: reply.cost, model: name, raw: reply };
    },
  };
}

function toMessage(reply: ScriptedReply, history: readonly ChatMessage[]): AssistantMessage {
  const calls = uniqueCallIds(
    (reply.tool_calls ?? []).map(({ id, ...called }) => ({ id, type: "function", function: called })),
    history,
  );
  return {
    role: "assistant",
    content: reply.content ?? (calls.length > 0 ? null : ""),
    ...(reply.reasoning_content === undefined ? {} : { reasoning_content: reply.reasoning_content }),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

function toUsage(usage: ScriptedReply["usage"]): Usage {
  if (usage === undefined) return unknownUsage;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  return { ...unknownUsage, inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, source: "provider" };
}
