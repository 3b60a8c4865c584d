import { readFileSync } from "node:fs";
import type { ChatMessage } from "@swe/core";
import { describe, expect, it } from "vitest";
import { routeModel } from "../routing/route-model.ts";
import type { TransportReply } from "../transport/model-transport.ts";
import { fromOpenAiAnswer } from "./from-openai-answer.ts";
import { openAiDialect } from "./openai-dialect.ts";
import { toOpenAiMessages } from "./to-openai-messages.ts";
import { toOpenAiRequest } from "./to-openai-request.ts";

function read(fixture: string, history: readonly ChatMessage[] = []): TransportReply {
  const body: unknown = JSON.parse(readFileSync(new URL(`../__fixtures__/${fixture}.json`, import.meta.url), "utf8"));
  return fromOpenAiAnswer(body, { history, model: "asked-for", where: "test" });
}
function wireMessage(fixture: string): { choices: { message: Record<string, unknown> }[] } {
  return JSON.parse(readFileSync(new URL(`../__fixtures__/${fixture}.json`, import.meta.url), "utf8")) as {
    choices: { message: Record<string, unknown> }[];
  };
}
const dialectOf = (name: string, baseUrl?: string): ReturnType<typeof openAiDialect> =>
  openAiDialect(routeModel({ name, routing: "litellm", baseUrl }));
const local = "http://127.0.0.1:8000/v1";

describe("answers", () => {
  it("OpenAI: calls with their exact arguments, cached tokens", () => {
    const { message, toolCalls, finishReason, usage, cost, model } = read("openai-tool-calls");
    expect(message).toEqual({ role: "assistant", content: null, tool_calls: toolCalls });
    expect(toolCalls.map((call) => [call.id, call.function.name, call.function.arguments])).toEqual([
      ["call_Hq3", "search", '{"search_term":"def  parse"}'],
      ["call_Zk8", "execute_bash", '{"cmd":"ls -la\\n"}'],
    ]);
    expect(finishReason).toEqual({ unified: "tool_calls", raw: "tool_calls" });
    expect(usage).toEqual({
      inputTokens: 2048,
      outputTokens: 57,
      totalTokens: 2105,
      cachedInputTokens: 1920,
      cacheWriteTokens: undefined,
      reasoningTokens: 0,
      source: "provider",
    });
    expect([cost, model]).toEqual([undefined, "gpt-4o-mini-2024-07-18"]);
  });

  it("OpenRouter: reasoning with its signature, cost, cache reads and writes", () => {
    const { message, usage, cost } = read("openrouter-reasoning");
    expect(message.reasoning_content).toBe("The parser drops the last line.");
    expect(message.reasoning_details).toEqual([expect.objectContaining({ signature: "EqQBCkgI" })]);
    expect(usage).toMatchObject({ cachedInputTokens: 1200, cacheWriteTokens: 100, reasoningTokens: 12 });
    expect(cost).toBe(0.00231);
  });

  it("OpenRouter with the user's own upstream key: the upstream's price counts too", () => {
    expect(read("openrouter-byok").cost).toBeCloseTo(0.0021, 10);
  });

  it("DeepSeek: reasoning text and count", () => {
    const { message, usage } = read("deepseek-reasoner");
    expect(message).toEqual({ role: "assistant", content: "9.8 is greater.", reasoning_content: "Compare 9.11 and 9.8 digit by digit." });
    expect(usage).toMatchObject({ reasoningTokens: 31, cachedInputTokens: 0 });
  });

  it("vLLM: nulls everywhere, reasoning under its newer name, cut by the limit", () => {
    const { message, finishReason, usage } = read("vllm-reply");
    expect(message).toEqual({ role: "assistant", content: "\n\nYes.", reasoning_content: "Easy." });
    expect(finishReason).toEqual({ unified: "length", raw: "length" });
    expect(usage).toMatchObject({ inputTokens: 9, outputTokens: 4, cachedInputTokens: undefined });
  });

  it("Ollama: arguments as an object, no id, 'stop' for a call", () => {
    const { toolCalls, finishReason, message } = read("ollama-tool-call");
    expect(toolCalls).toEqual([{ id: "call_0", type: "function", function: { name: "finish", arguments: '{"result":"é \\"quoted\\""}' } }]);
    expect(finishReason).toEqual({ unified: "tool_calls", raw: "stop" });
    expect(message.content).toBe("");
  });

  it("content in parts is joined", () => {
    expect(read("gemini-parts").message.content).toBe("one two");
  });

  it("counts of the wrong type or sign are unknown, never 0", () => {
    const usage = { prompt_tokens: "12", completion_tokens: -1, cost: "free" };
    const reply = fromOpenAiAnswer(
      { choices: [{ message: { content: "x" }, finish_reason: "stop" }], usage },
      { history: [], model: "m", where: "test" },
    );
    expect(reply.usage).toMatchObject({ inputTokens: undefined, outputTokens: undefined, totalTokens: undefined, source: "unknown" });
    expect(reply.cost).toBeUndefined();
  });
});

describe("round trip", () => {
  it.each([
    ["openai-tool-calls", "openai/m", ["content", "tool_calls"]],
    ["openrouter-reasoning", "openrouter/anthropic/x", ["content", "tool_calls", "reasoning", "reasoning_details"]],
    ["deepseek-reasoner", "deepseek/deepseek-reasoner", ["content", "reasoning_content"]],
  ])("%s goes back as it came", (fixture, name, fields) => {
    const { message } = read(fixture);
    const [sent] = toOpenAiMessages([message], dialectOf(name)) as unknown as Record<string, unknown>[];
    const received = wireMessage(fixture).choices[0]?.message ?? {};
    // `index` belongs to streams and is no part of a call.
    const withoutIndex = JSON.parse(JSON.stringify(received, (key, value: unknown) => (key === "index" ? undefined : value))) as Record<
      string,
      unknown
    >;
    const sentPlain = JSON.parse(JSON.stringify(sent, (key, value: unknown) => (key === "index" ? undefined : value))) as Record<
      string,
      unknown
    >;
    expect(sentPlain).toEqual({ role: "assistant", ...Object.fromEntries(fields.map((field) => [field, withoutIndex[field]])) });
  });

  it("a server that refuses unknown fields gets none", () => {
    const { message } = read("deepseek-reasoner");
    expect(toOpenAiMessages([message], dialectOf("openai/m"))).toEqual([{ role: "assistant", content: "9.8 is greater." }]);
    expect(toOpenAiMessages([message], dialectOf("openai/m", local))).toEqual([message]);
  });
});

describe("requests", () => {
  const history: readonly ChatMessage[] = [
    { role: "system", content: "S" },
    { role: "user", content: "U1" },
    { role: "assistant", content: null, tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: '{"a": 1' } }] },
    { role: "tool", tool_call_id: "c", name: "f", content: "T" },
    { role: "user", content: "U2" },
    { role: "assistant", content: null },
    { role: "user", content: "U3" },
  ];
  const options = { model: "m", dropped: new Set<string>(), promptCache: true };

  it("keep broken arguments as the model wrote them, and name the limit as the server wants it", () => {
    const request = { messages: history, maxOutputTokens: 9, seed: 1, temperature: 0, tools: [] };
    const body = toOpenAiRequest(request, { ...options, dialect: dialectOf("openai/m", local), parameters: { top_p: 0.5 } });
    expect(body).toMatchObject({ model: "m", max_tokens: 9, seed: 1, temperature: 0, top_p: 0.5 });
    expect(body.messages.slice(2, 4)).toEqual([
      { role: "assistant", content: null, tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: '{"a": 1' } }] },
      { role: "tool", tool_call_id: "c", content: "T" },
    ]);
    expect(body.messages[5]).toEqual({ role: "assistant", content: "" });
    expect(body).not.toHaveProperty("tools");
    expect(toOpenAiRequest(request, { ...options, dialect: dialectOf("openai/m") })).toMatchObject({ max_completion_tokens: 9 });
    const refused = new Set(["max_tokens"]);
    expect(toOpenAiRequest(request, { ...options, dropped: refused, dialect: dialectOf("openai/m", local) })).toMatchObject({
      max_completion_tokens: 9,
    });
  });

  it("mark the system prompt and the last two user turns for a prompt cache that wants marks", () => {
    const body = toOpenAiRequest({ messages: history }, { ...options, dialect: dialectOf("openrouter/anthropic/x") });
    const marked = body.messages.flatMap((message) =>
      JSON.stringify(message).includes("ephemeral") ? [JSON.stringify(message.content)] : [],
    );
    expect(marked.map((content) => /"text":"(\w+)"/.exec(content)?.[1])).toEqual(["S", "U2", "U3"]);
    expect(body).toMatchObject({ usage: { include: true } });
    const unmarked = toOpenAiRequest(
      { messages: history },
      { ...options, promptCache: false, dialect: dialectOf("openrouter/anthropic/x") },
    );
    expect(JSON.stringify(unmarked)).not.toContain("ephemeral");
  });
});
