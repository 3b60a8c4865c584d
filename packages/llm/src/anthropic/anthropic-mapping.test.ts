import { readFileSync } from "node:fs";
import type { AssistantMessage, ChatMessage } from "@swe/core";
import { describe, expect, it } from "vitest";
import type { TransportReply } from "../transport/model-transport.ts";
import { fromAnthropicAnswer } from "./from-anthropic-answer.ts";
import { toAnthropicRequest } from "./to-anthropic-request.ts";
import { toAnthropicTurns } from "./to-anthropic-turns.ts";
import { toAssistantBlocks } from "./to-assistant-blocks.ts";

function fixture(name: string): { content: unknown[] } {
  return JSON.parse(readFileSync(new URL(`../__fixtures__/${name}.json`, import.meta.url), "utf8")) as { content: unknown[] };
}
function read(body: unknown, history: readonly ChatMessage[] = []): TransportReply {
  return fromAnthropicAnswer(body, { history, model: "asked-for", where: "test" });
}
const options = { model: "claude-x", dropped: new Set<string>(), promptCache: true };

describe("answers", () => {
  it("thinking, text and calls; the cache's part of the input counts as input", () => {
    const { message, finishReason, usage } = read(fixture("anthropic-thinking"));
    expect(message).toMatchObject({
      content: "I read the file first.",
      reasoning_content: "The loop ends too early.",
      tool_calls: [
        {
          id: "toolu_01A09q90qw90lq917835lq9",
          function: { name: "file_editor", arguments: '{"command":"view","path":"/testbed/a.py","view_range":[1,20]}' },
        },
      ],
    });
    expect(finishReason).toEqual({ unified: "tool_calls", raw: "tool_use" });
    expect(usage).toEqual({
      inputTokens: 2312,
      outputTokens: 95,
      totalTokens: 2407,
      cachedInputTokens: 2000,
      cacheWriteTokens: 300,
      reasoningTokens: undefined,
      source: "provider",
    });
  });

  it.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["pause_turn", "other"],
    ["refusal", "content_filter"],
  ])("stop reason %s is %s", (raw, unified) => {
    expect(read({ content: [{ type: "text", text: "x" }], stop_reason: raw }).finishReason).toEqual({ unified, raw });
  });

  it("an empty answer after tool results is the model's own", () => {
    expect(read({ content: [], stop_reason: "end_turn", usage: { input_tokens: 5, output_tokens: 2 } }).message.content).toBe("");
  });

  it("blocks of kinds that are not known are left out", () => {
    const body = {
      content: [
        { type: "server_tool_use", id: "s" },
        { type: "text", text: "x" },
      ],
      stop_reason: "end_turn",
    };
    expect(read(body).message).toEqual({ role: "assistant", content: "x" });
  });
});

describe("round trip", () => {
  it.each(["anthropic-thinking", "anthropic-interleaved"])("%s goes back block by block as it came", (name) => {
    const body = fixture(name);
    expect(toAssistantBlocks(read(body).message)).toEqual(body.content);
  });

  it("a message that was changed since keeps its thinking and says what it says now", () => {
    const { message } = read(fixture("anthropic-interleaved"));
    const changed: AssistantMessage = { ...message, content: "Only this.", tool_calls: (message.tool_calls ?? []).slice(0, 1) };
    expect(toAssistantBlocks(changed).map((block) => block.type)).toEqual(["thinking", "thinking", "text", "tool_use"]);
  });

  it("reasoning of other providers, which carries no signature, stays behind", () => {
    const message: AssistantMessage = {
      role: "assistant",
      content: "x",
      reasoning_content: "r",
      reasoning_details: [{ type: "reasoning.text", text: "r" }],
    };
    expect(toAssistantBlocks(message)).toEqual([{ type: "text", text: "x" }]);
  });
});

describe("requests", () => {
  const call = (id: string, text = "{}"): ChatMessage => ({
    role: "assistant",
    content: null,
    tool_calls: [{ id, type: "function", function: { name: "f", arguments: text } }],
  });

  it("turns alternate: results of several calls and what the user adds are one turn", () => {
    const messages: readonly ChatMessage[] = [
      { role: "system", content: "S1" },
      { role: "system", content: "S2" },
      { role: "user", content: "U1" },
      call("a"),
      { role: "tool", tool_call_id: "a", content: "" },
      { role: "user", content: "U2" },
      { role: "assistant", content: "" },
      { role: "system", content: "S3" },
      { role: "user", content: " " },
    ];
    const { system, turns } = toAnthropicTurns(messages);
    expect(system).toEqual(["S1", "S2"]);
    expect(turns).toEqual([
      { role: "user", content: [{ type: "text", text: "U1" }] },
      { role: "assistant", content: [{ type: "tool_use", id: "a", name: "f", input: {} }] },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "a", content: "" },
          { type: "text", text: "U2" },
          { type: "text", text: "S3" },
          { type: "text", text: "(empty)" },
        ],
      },
    ]);
  });

  it("a history that begins with the model is preceded by a user's turn", () => {
    expect(toAnthropicTurns([{ role: "assistant", content: "x" }]).turns.map((turn) => turn.role)).toEqual(["user", "assistant"]);
  });

  it.each([
    ['{"a": 1', { malformed_arguments: '{"a": 1' }],
    ["[1]", { malformed_arguments: "[1]" }],
    ['"text"', { malformed_arguments: '"text"' }],
    ['{"a": [1, null]}', { a: [1, null] }],
  ])("arguments %s become the input %o", (text, input) => {
    expect(toAssistantBlocks(call("a", text) as AssistantMessage)).toEqual([{ type: "tool_use", id: "a", name: "f", input }]);
  });

  it("ids of other providers are put into letters that are allowed, alike in call and result", () => {
    const { turns } = toAnthropicTurns([
      { role: "user", content: "u" },
      call("functions.f:0"),
      { role: "tool", tool_call_id: "functions.f:0", content: "r" },
    ]);
    expect(JSON.stringify(turns).match(/functions_f_0/g)).toHaveLength(2);
  });

  it("mark system prompt, tools and the last two user turns for the prompt cache", () => {
    const messages: readonly ChatMessage[] = [
      { role: "system", content: "S" },
      ...["U1", "U2", "U3"].flatMap((content): ChatMessage[] => [
        { role: "user", content },
        { role: "assistant", content: "A" },
      ]),
    ];
    const tools = ["f", "g"].map((name) => ({
      type: "function" as const,
      function: { name, description: "d", parameters: { type: "object" } },
    }));
    const body = toAnthropicRequest({ messages, tools }, options);
    const mark = { cache_control: { type: "ephemeral" } };
    expect(body).toMatchObject({
      system: [{ type: "text", text: "S", ...mark }],
      tools: [
        { name: "f", description: "d", input_schema: { type: "object" } },
        { name: "g", ...mark },
      ],
    });
    expect(JSON.stringify(body).match(/ephemeral/g)).toHaveLength(4);
    expect(JSON.stringify(body.messages[0])).not.toContain("ephemeral");
    expect(JSON.stringify(toAnthropicRequest({ messages, tools }, { ...options, promptCache: false }))).not.toContain("ephemeral");
  });

  it("always carry a limit of output", () => {
    const request = { messages: [{ role: "user", content: "x" }] as const };
    expect(toAnthropicRequest(request, options).max_tokens).toBe(32_000);
    expect(toAnthropicRequest(request, { ...options, model: "claude-3-5-haiku-latest" }).max_tokens).toBe(8192);
    expect(
      toAnthropicRequest({ ...request, maxOutputTokens: 7, temperature: 0 }, { ...options, dropped: new Set(["temperature"]) }),
    ).toEqual({
      model: "claude-x",
      max_tokens: 7,
      messages: [{ role: "user", content: [{ type: "text", text: "x", cache_control: { type: "ephemeral" } }] }],
    });
  });
});
