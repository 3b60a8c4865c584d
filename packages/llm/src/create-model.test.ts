import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChatMessage } from "@swe/core";
import { startChatServer } from "@swe/testing";
import { expect, it } from "vitest";
import { createModel } from "./index.ts";

const messages: readonly ChatMessage[] = [
  { role: "system", content: "You repair bugs." },
  { role: "user", content: "Repair it." },
];

it("asks an OpenAI-compatible server and reads reply, calls and usage", async () => {
  await using server = await startChatServer({
    replies: [
      { content: "I look.", toolCalls: [{ name: "search", arguments: '{"q":"x"}' }], usage: { input: 100, output: 10, cached: 40 } },
    ],
  });
  const prices = { "gpt-4o-mini": { inputPerMillion: 1, outputPerMillion: 2, cachedInputPerMillion: 0.5 } };
  const model = createModel({ name: "openai/gpt-4o-mini", baseUrl: server.url, apiKey: "sk-planted-key", prices });
  const tools = [{ type: "function", function: { name: "search", description: "Searches.", parameters: { type: "object" } } }] as const;
  const result = await model.generate({ messages, tools, temperature: 0, maxOutputTokens: 50 });
  expect(result.message.content).toBe("I look.");
  expect(result.toolCalls.map((call) => call.function)).toEqual([{ name: "search", arguments: '{"q":"x"}' }]);
  expect(result.finishReason).toEqual({ unified: "tool_calls", raw: "tool_calls" });
  expect(result.usage).toMatchObject({ inputTokens: 100, outputTokens: 10, totalTokens: 110, cachedInputTokens: 40, source: "provider" });
  expect(result.cost).toBeCloseTo((60 + 40 * 0.5 + 20) / 1e6, 12);
  const [request] = server.requests;
  expect(request?.body).toEqual({ model: "gpt-4o-mini", messages, tools, temperature: 0, max_tokens: 50 });
  expect(request?.headers["authorization"]).toBe("Bearer sk-planted-key");
});

it("plays a script by the number of the call, from the start when an attempt is made again", async () => {
  const directory = await mkdtemp(join(tmpdir(), "llm-"));
  await writeFile(join(directory, "a__b-1.json"), JSON.stringify({ replies: [{ content: "one" }, { content: "two" }] }));
  const model = createModel({ name: `scripted:${directory}`, countTokens: false });
  const ask = async (callIndex: number): Promise<string | null> =>
    (await model.generate({ messages, context: { instanceId: "a__b-1", attempt: 0, callIndex } })).message.content;
  expect([await ask(0), await ask(1), await ask(0)]).toEqual(["one", "two", "one"]);
  await expect(ask(2)).rejects.toMatchObject({ code: "model_request" });
});
