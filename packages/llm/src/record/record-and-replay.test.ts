import { appendFile, mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChatMessage, GenerateOptions, ToolSchema } from "@swe/core";
import { type ChatReply, startChatServer } from "@swe/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { createModel } from "../index.ts";

const tools: readonly ToolSchema[] = [{ type: "function", function: { name: "f", description: "d", parameters: { type: "object" } } }];
const settings = { name: "openai/m", apiKey: "planted-api-key", retry: { baseDelayMs: 1 }, countTokens: false };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "llm-record-"));
});

/** The requests of an agent that makes `steps` steps on one instance. */
function conversation(steps: number, observation = (step: number): string => `observation ${step}`): GenerateOptions[] {
  const history: ChatMessage[] = [{ role: "system", content: "S" }];
  return Array.from({ length: steps }, (_, callIndex) => {
    history.push({ role: "user", content: observation(callIndex) });
    const request = {
      messages: [...history],
      tools,
      temperature: 0,
      context: { instanceId: "a/b-1", attempt: 2, purpose: "agent", callIndex },
    };
    history.push({ role: "assistant", content: `reply ${callIndex}` });
    return request;
  });
}

async function record(
  requests: readonly GenerateOptions[],
  reply: (index: number) => ChatReply = (index) => `reply ${index}`,
): Promise<void> {
  await using server = await startChatServer({ replies: (_request, index) => reply(index) });
  const model = createModel({ ...settings, baseUrl: server.url, record: { directory } });
  for (const request of requests) await model.generate(request).catch(() => undefined);
}

async function lines(): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(directory, "a%2Fb-1", "attempt_2.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("a recording", () => {
  it("plays again without a network: same replies, usage and raw answers", async () => {
    const requests = conversation(4);
    await record(requests);
    const replay = createModel({ name: `replay:${directory}` });
    for (const [index, request] of requests.entries()) {
      const result = await replay.generate(request);
      expect(result.message).toEqual({ role: "assistant", content: `reply ${index}` });
      expect(result.usage.source).toBe("provider");
      expect(result.raw).toMatchObject({ choices: [{}] });
      expect(result.model).toBe("m");
    }
    // An attempt made again starts from the first call.
    await expect(replay.generate(requests[0] ?? { messages: [] })).resolves.toMatchObject({ message: { content: "reply 0" } });
  });

  it("grows with the conversation, not with its square", async () => {
    await record(conversation(12, () => "x".repeat(5_000)));
    const recorded = await lines();
    expect(recorded).toHaveLength(12);
    expect(recorded.map((line) => (line["request"] as { keep: number }).keep)).toEqual([
      0,
      ...Array.from({ length: 11 }, (_, index) => 2 * index + 2),
    ]);
    expect(Math.max(...recorded.map((line) => JSON.stringify(line["request"]).length))).toBeLessThan(6_000);
  });

  it("tells the failed tries, the error that ended a call, and that a call was cancelled", async () => {
    const refusal: ChatReply = { fault: "status", status: 400, body: { error: { message: "too long", code: "context_length_exceeded" } } };
    const replies: ChatReply[] = [{ fault: "status", status: 503 }, "fine", refusal];
    const [first, second] = conversation(2);
    if (first === undefined || second === undefined) throw new Error("two requests");
    await record([first, second], (index) => replies[index] ?? "none");
    {
      await using server = await startChatServer({ replies: () => ({ fault: "silence" }) });
      const model = createModel({ ...settings, baseUrl: server.url, record: { directory } });
      const controller = new AbortController();
      const call = model.generate({ ...second, context: { ...second.context, callIndex: 2 }, abortSignal: controller.signal });
      while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
      controller.abort(new Error("Ctrl-C"));
      await expect(call).rejects.toThrow("Ctrl-C");
    }
    const recorded = await lines();
    expect(recorded.map((line) => line["outcome"])).toEqual(["ok", "error", "cancelled"]);
    expect(recorded[0]?.["failures"]).toEqual([expect.objectContaining({ attempt: 1, reason: "overloaded", statusCode: 503 })]);
    const replay = createModel({ name: `replay:${directory}` });
    await expect(replay.generate(second)).rejects.toMatchObject({ code: "context_length", statusCode: 400 });
    await expect(replay.generate({ ...second, context: { ...second.context, callIndex: 2 } })).rejects.toThrow(/call was cancelled/);
  });

  it("holds neither key nor headers", async () => {
    const echo = (): ChatReply => ({ content: "the key is planted-api-key", usage: { input: 1, output: 1 } });
    await record(conversation(2), echo);
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files).toHaveLength(1);
    for (const file of files) expect(await readFile(file, "utf8")).not.toMatch(/planted-api-key|authorization/i);
    expect(await lines()).toHaveLength(2);
  });

  it("survives a line that a crash has torn, and an attempt that was made again counts as it went last", async () => {
    const requests = conversation(2);
    await record(requests.slice(0, 1), () => "before the crash");
    await appendFile(join(directory, "a%2Fb-1", "attempt_2.jsonl"), '{"version":1,"instanceId":"a/b');
    await record(requests, (index) => `after ${index}`);
    const replay = createModel({ name: `replay:${directory}` });
    for (const [index, request] of requests.entries()) {
      expect((await replay.generate(request)).message.content).toBe(`after ${index}`);
    }
  });

  it("keeps calls that run side by side apart by their purpose", async () => {
    const ask = (purpose: string, content: string): GenerateOptions => ({
      messages: [{ role: "user", content }],
      context: { instanceId: "a/b-1", attempt: 2, purpose },
    });
    const requests = [ask("draft", "1"), ask("review", "2"), ask("draft", "3"), ask("review", "4")];
    await record(requests);
    const replay = createModel({ name: `replay:${directory}` });
    for (const index of [1, 0, 2, 3]) {
      expect((await replay.generate(requests[index] ?? { messages: [] })).message.content).toBe(`reply ${index}`);
    }
  });

  it("refuses to go on when it cannot be written", async () => {
    await using server = await startChatServer({ replies: () => "x" });
    const model = createModel({ ...settings, baseUrl: server.url, record: { directory: "/dev/null/folder" } });
    await expect(model.generate({ messages: [{ role: "user", content: "x" }] })).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(/could not be written/),
    });
  });
});

describe("a replay that takes another path", () => {
  it("fails at the first request that differs, with a readable diff", async () => {
    await record(conversation(3, (step) => `line one\nstep ${step}\nline three`));
    const changed = conversation(3, (step) => `line one\nstep ${step === 1 ? "X" : step}\nline three`);
    const replay = createModel({ name: `replay:${directory}` });
    await replay.generate(changed[0] ?? { messages: [] });
    const error: unknown = await replay.generate(changed[1] ?? { messages: [] }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "replay_mismatch",
      message: expect.stringMatching(/^Call 2 differs/),
      remedy: expect.stringContaining("--replay_mode loose"),
    });
    expect((error as { diff: string }).diff).toContain(" line one\n-step 1\n+step X\n line three");
    expect((error as { diff: string }).diff).toContain("recorded message 4");
  });

  it.each<[string, (request: GenerateOptions) => GenerateOptions, RegExp]>([
    ["another temperature", (request) => ({ ...request, temperature: 1 }), /-\s+"temperature": 0\n\+\s+"temperature": 1/],
    ["other tools", (request) => ({ ...request, tools: [] }), /settings/],
    [
      "one message more",
      (request) => ({ ...request, messages: [...request.messages, { role: "user", content: "more" }] }),
      /\(no message\)/,
    ],
    ["one message less", (request) => ({ ...request, messages: request.messages.slice(0, -1) }), /\(no message\)/],
    ["a step that was not recorded", (request) => ({ ...request, context: { ...request.context, callIndex: 7 } }), /call 8 \(agent\)/],
  ])("tells %s", async (_what, change, diff) => {
    const [request = { messages: [] }] = conversation(1);
    await record([request]);
    const replay = createModel({ name: `replay:${directory}` });
    const error: unknown = await replay.generate(change(request)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "replay_mismatch", diff: expect.stringMatching(diff) });
  });

  it("goes on in loose mode, matching by step only", async () => {
    await record(conversation(2));
    const replay = createModel({ name: `replay:${directory}`, replayMode: "loose" });
    const changed = conversation(2, () => "something else");
    for (const [index, request] of changed.entries()) expect((await replay.generate(request)).message.content).toBe(`reply ${index}`);
  });

  it("says what is missing when an instance was never recorded", async () => {
    const replay = createModel({ name: `replay:${directory}` });
    const call = replay.generate({ messages: [], context: { instanceId: "other", attempt: 0 } });
    await expect(call).rejects.toMatchObject({ code: "input", message: expect.stringMatching(/instance "other", attempt 0/) });
  });

  it("shows long differences shortened", async () => {
    const long = (word: string): string => Array.from({ length: 5_000 }, (_, line) => `${word} ${line}`).join("\n");
    await record(conversation(1, () => long("a")));
    const [request = { messages: [] }] = conversation(1, () => long("b"));
    const error: unknown = await createModel({ name: `replay:${directory}` })
      .generate(request)
      .catch((caught: unknown) => caught);
    expect((error as { diff: string }).diff.split("\n").length).toBeLessThan(130);
  });
});
