import type { ChatMessage } from "@swe/core";
import { startChatServer } from "@swe/testing";
import { describe, expect, it } from "vitest";
import { createModel } from "../index.ts";
import { countTextTokens } from "./count-text-tokens.ts";
import { createTokenCounter, loadTokenCounter } from "./token-counter.ts";

describe("countTextTokens", () => {
  it("passes every character on exactly once, in short pieces", () => {
    const pieces: string[] = [];
    const text = Array.from({ length: 900 }, (_, line) => `line ${line} with some words\n`).join("");
    countTextTokens(text, (piece) => pieces.push(piece));
    expect(pieces.join("")).toBe(text);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(400);
  });

  it("counts a piece that repeats once, so that a run without a break costs no more than a page", () => {
    let calls = 0;
    const total = countTextTokens("=".repeat(400_000), () => {
      calls += 1;
      return 10;
    });
    expect(total).toBe(10_000);
    expect(calls).toBe(1);
  });

  it("judges a huge text by its ends", () => {
    let characters = 0;
    const text = Array.from({ length: 1_000_000 }, (_, word) => word).join(" ");
    const total = countTextTokens(text, (piece) => {
      characters += piece.length;
      return piece.length;
    });
    expect(characters).toBeLessThan(210_000);
    expect(total).toBe(text.length);
  });
});

describe("token counter", () => {
  it("counts each message once, however often the history is counted", () => {
    const counted: string[] = [];
    const counter = createTokenCounter((text) => counted.push(text) && text.length);
    const history: ChatMessage[] = [{ role: "system", content: "abc" }];
    expect(counter.countMessages(history)).toBe(3 + 4 + 3);
    history.push(
      { role: "user", content: "de" },
      { role: "assistant", content: null, tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }] },
    );
    expect(counter.countMessages(history)).toBe(3 + (4 + 3) + (4 + 2) + (4 + 3));
    expect(counted).toEqual(["abc", "de", "f", "{}"]);
  });

  it("knows the tokens of a current model, and takes control words for plain text", async () => {
    const counter = await loadTokenCounter();
    expect(counter.countText("hello world")).toBe(2);
    expect(counter.countText("<|endoftext|>")).toBeGreaterThan(1);
  });
});

describe("usage of a provider that reports none", () => {
  it("is counted here, marked as such, and priced", async () => {
    await using server = await startChatServer({
      replies: [
        { content: "hello world", usage: null },
        { content: "hello world", usage: null },
      ],
    });
    const prices = { m: { inputPerMillion: 1_000_000, outputPerMillion: 0 } };
    const model = createModel({ name: "openai/m", baseUrl: server.url, prices });
    const { usage, cost } = await model.generate({ messages: [{ role: "user", content: "hello world" }] });
    expect(usage).toMatchObject({ inputTokens: 9, outputTokens: 2, totalTokens: 11, source: "local", cachedInputTokens: undefined });
    expect(cost).toBe(9);
    const silent = createModel({ name: "openai/m", baseUrl: server.url, prices, countTokens: false });
    const unknown = await silent.generate({ messages: [{ role: "user", content: "x" }] });
    expect([unknown.usage.source, unknown.usage.inputTokens, unknown.cost]).toEqual(["unknown", undefined, undefined]);
  });
});
