import { LLMock } from "@copilotkit/aimock";
import type { ChatMessage, ToolSchema } from "@swe/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createModel, type ModelEvent } from "./index.ts";

// Somebody else's reading of both protocols, so that ours is not only compared with itself.
const key = "key-for-the-mock";
const mock = new LLMock({ port: 0, logLevel: "silent", auth: { apiKeys: [key] } });
const tools: readonly ToolSchema[] = [
  {
    type: "function",
    function: {
      name: "search",
      description: "Searches.",
      parameters: { type: "object", properties: { q: { type: "string" } }, required: ["q"] },
    },
  },
];

beforeAll(async () => {
  await mock.start();
});
afterAll(async () => {
  await mock.stop();
});
beforeEach(() => {
  mock.clearFixtures();
  mock.clearRequests();
});

describe.each([
  { name: "openai/gpt-4o-mini", path: "/v1/chat/completions" },
  { name: "anthropic/claude-sonnet-4-5", path: "/v1/messages" },
])("$name", ({ name, path }) => {
  const model = (apiKey = key, onEvent?: (event: ModelEvent) => void): ReturnType<typeof createModel> =>
    createModel({ name, baseUrl: `${mock.url}/v1`, apiKey, retry: { baseDelayMs: 1 }, ...(onEvent === undefined ? {} : { onEvent }) });

  it("carries a conversation with a call and its result, reasoning included", async () => {
    mock.addFixtures([
      {
        match: { userMessage: "Where is parse?", hasToolResult: false },
        response: {
          content: "I search.",
          reasoning: "It must be somewhere.",
          reasoningSignature: "c2lnbmF0dXJl",
          toolCalls: [{ id: "call_1", name: "search", arguments: '{"q":"parse"}' }],
        },
      },
      { match: { toolCallId: "call_1", toolResultContains: "a.py:3" }, response: { content: "In a.py, line 3." } },
    ]);
    const history: ChatMessage[] = [
      { role: "system", content: "You search code." },
      { role: "user", content: "Where is parse?" },
    ];
    const first = await model().generate({ messages: history, tools, temperature: 0, maxOutputTokens: 500 });
    expect(first.message.content).toBe("I search.");
    expect(first.message.reasoning_content).toBe("It must be somewhere.");
    expect(first.toolCalls).toEqual([{ id: "call_1", type: "function", function: { name: "search", arguments: '{"q":"parse"}' } }]);
    expect(first.finishReason.unified).toBe("tool_calls");
    history.push(first.message, { role: "tool", tool_call_id: "call_1", content: "a.py:3: def parse" });
    const second = await model().generate({ messages: history, tools });
    expect(second.message).toMatchObject({ role: "assistant", content: "In a.py, line 3." });
    expect(second.finishReason.unified).toBe("stop");
    // On one of the wires this server says 0, which is no count: then it is ours.
    expect(second.usage.inputTokens).toBeGreaterThan(0);
    expect(second.usage.outputTokens).toBeGreaterThan(0);
    const journal = mock.getRequests();
    expect(journal.map((entry) => entry.path)).toEqual([path, path]);
    // As the mock understood the request.
    expect(journal[0]?.body).toMatchObject({
      temperature: 0,
      max_tokens: 500,
      tools: [{ type: "function", function: tools[0]?.function }],
    });
    expect(journal[1]?.body).toMatchObject({ messages: ["system", "user", "assistant", "tool"].map((role) => ({ role })) });
  });

  it("reads usage and cut replies", async () => {
    mock.onMessage("long", {
      content: "half an ans",
      finishReason: "length",
      usage: { prompt_tokens: 30, completion_tokens: 7, total_tokens: 37, input_tokens: 30, output_tokens: 7 },
    });
    const { usage, finishReason } = await model().generate({ messages: [{ role: "user", content: "long" }] });
    expect(usage).toMatchObject({ inputTokens: 30, outputTokens: 7, totalTokens: 37 });
    expect(finishReason.unified).toBe("length");
  });

  it("goes on after 429 and 500, and not after a wrong key or request", async () => {
    mock.onMessage("hello", { content: "hi" });
    const messages = [{ role: "user", content: "hello" }] as const;
    for (const status of [429, 500]) {
      const events: ModelEvent[] = [];
      mock.nextRequestError(status, { message: "try later", type: status === 429 ? "rate_limit_error" : "server_error" });
      expect((await model(key, (event) => events.push(event)).generate({ messages })).message.content).toBe("hi");
      expect(events).toEqual([expect.objectContaining({ type: "call-retry", statusCode: status })]);
    }
    await expect(model("wrong-key").generate({ messages })).rejects.toMatchObject({ code: "model_auth" });
    mock.nextRequestError(400, { message: "prompt is too long: 9 tokens > 8 maximum", type: "invalid_request_error" });
    await expect(model().generate({ messages })).rejects.toMatchObject({ code: "context_length" });
    await expect(model().generate({ messages: [{ role: "user", content: "nothing for this" }] })).rejects.toMatchObject({
      code: "model_request",
      statusCode: 404,
    });
  });
});
