import type { ChatModel, Usage } from "@swe/core";
import { describe, expect, it } from "vitest";

/** A reply that the model under test is to give, in terms every implementation can be made to say. */
export interface ContractReply {
  readonly content: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: string }[];
}

export interface ChatModelUnderTest extends AsyncDisposable {
  readonly model: ChatModel;
}

/** Creates a model that gives these replies in order. */
export type CreateChatModel = (replies: readonly ContractReply[]) => Promise<ChatModelUnderTest>;

const messages = [
  { role: "system", content: "S" },
  { role: "user", content: "U" },
] as const;

function context(callIndex: number): { instanceId: string; attempt: number; callIndex: number } {
  return { instanceId: "contract", attempt: 0, callIndex };
}

/** What every chat model keeps, the fakes included. */
export function describeChatModelContract(name: string, create: CreateChatModel): void {
  describe(`chat model contract: ${name}`, () => {
    it("gives text and calls, the calls once in the message and once beside it", async () => {
      await using tested = await create([{ content: "text" }, { content: "with calls", toolCalls: [{ name: "f", arguments: '{"a":1}' }] }]);
      const first = await tested.model.generate({ messages, context: context(0) });
      expect(first.message).toEqual({ role: "assistant", content: "text" });
      expect(first.toolCalls).toEqual([]);
      expect(first.finishReason.unified).toBe("stop");
      const second = await tested.model.generate({
        messages: [...messages, first.message, { role: "user", content: "go on" }],
        context: context(1),
      });
      expect(second.toolCalls).toEqual(second.message.tool_calls);
      expect(second.toolCalls.map((call) => [call.type, call.function])).toEqual([["function", { name: "f", arguments: '{"a":1}' }]]);
      expect(second.toolCalls[0]?.id).not.toBe("");
      expect(second.finishReason.unified).toBe("tool_calls");
    });

    it("leaves what it does not know undefined", async () => {
      await using tested = await create([{ content: "text" }]);
      const { usage, cost, durationMs, model } = await tested.model.generate({ messages, context: context(0) });
      const fields: readonly (keyof Usage)[] = ["inputTokens", "outputTokens", "totalTokens"];
      for (const field of fields) expect(usage[field] === undefined || Number(usage[field]) > 0).toBe(true);
      const known = fields.filter((field) => usage[field] !== undefined);
      expect(usage.source === "unknown" ? known : []).toEqual([]);
      expect(cost === undefined || cost >= 0).toBe(true);
      expect(durationMs).toBeGreaterThanOrEqual(0);
      expect(model).not.toBe("");
    });

    it("rejects with the signal's reason when aborted, before and during a call, and works on afterwards", async () => {
      await using tested = await create([{ content: "never seen" }, { content: "after" }]);
      const reason = new Error("stop");
      await expect(tested.model.generate({ messages, context: context(0), abortSignal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const call = tested.model.generate({ messages, context: context(0), abortSignal: controller.signal });
      controller.abort(reason);
      await expect(call).rejects.toBe(reason);
      await expect(tested.model.generate({ messages, context: context(1) })).resolves.toMatchObject({ message: { role: "assistant" } });
    });

    it("changes neither the messages nor the name it is given", async () => {
      await using tested = await create([{ content: "text" }]);
      const before = structuredClone(messages);
      await tested.model.generate({ messages, context: context(0) });
      expect(messages).toEqual(before);
      expect(tested.model.name).not.toBe("");
    });
  });
}
