import { SweError } from "@swe/core";
import { type ChatReply, startChatServer } from "@swe/testing";
import { describe, expect, it } from "vitest";
import { createModel, type CreateModelSettings, type ModelEvent } from "./index.ts";

const messages = [{ role: "user", content: "Hello" }] as const;
const html = "<!doctype html><html><head><style>p{}</style></head><body><h1>502 Bad Gateway</h1><p>nginx</p></body></html>";

function status(code: number, body?: unknown, headers: Record<string, string> = {}): ChatReply {
  return { fault: "status", status: code, headers, ...(body === undefined ? {} : { body }) };
}
function body(value: unknown, contentType?: string): ChatReply {
  return { fault: "body", body: value, ...(contentType === undefined ? {} : { contentType }) };
}
function contextError(message: string, code?: string): unknown {
  return { error: { message, type: "invalid_request_error", code } };
}

type Outcome = "answer" | "retried" | "model_request" | "model_auth" | "context_length" | "content_filter";

interface Row {
  readonly what: string;
  readonly reply: ChatReply;
  /** `retried`: the next try gets the answer; all other outcomes come at once. */
  readonly leadsTo: Outcome;
}

const everyWire: readonly Row[] = [
  { what: "408", reply: status(408), leadsTo: "retried" },
  { what: "409", reply: status(409), leadsTo: "retried" },
  { what: "429", reply: status(429), leadsTo: "retried" },
  { what: "429 with Retry-After in seconds", reply: status(429, undefined, { "retry-after": "0" }), leadsTo: "retried" },
  {
    what: "429 with Retry-After as a date",
    reply: status(429, undefined, { "retry-after": new Date(0).toUTCString() }),
    leadsTo: "retried",
  },
  { what: "429 with an HTML page", reply: status(429, html), leadsTo: "retried" },
  {
    what: "429 of a quota by the minute, Gemini",
    reply: status(429, {
      error: {
        code: 429,
        message: "You exceeded your current quota, check your plan. Please retry in 1.5s.",
        status: "RESOURCE_EXHAUSTED",
      },
    }),
    leadsTo: "retried",
  },
  {
    what: "429 of a quota by the minute, Gemini, in a list",
    reply: status(429, [{ error: { code: 429, message: "You exceeded your current quota.", status: "RESOURCE_EXHAUSTED" } }]),
    leadsTo: "retried",
  },
  { what: "500", reply: status(500), leadsTo: "retried" },
  { what: "502 with an HTML page", reply: status(502, html), leadsTo: "retried" },
  { what: "503", reply: status(503), leadsTo: "retried" },
  { what: "504 without a body", reply: status(504, ""), leadsTo: "retried" },
  { what: "529", reply: status(529), leadsTo: "retried" },
  { what: "hang-up", reply: { fault: "hang-up" }, leadsTo: "retried" },
  { what: "cut in the middle", reply: { fault: "cut" }, leadsTo: "retried" },
  { what: "length too long", reply: { fault: "wrong-length", difference: 50 }, leadsTo: "retried" },
  { what: "length too short", reply: { fault: "wrong-length", difference: -50 }, leadsTo: "retried" },
  { what: "200 with an empty body", reply: body(""), leadsTo: "retried" },
  { what: "200 with an HTML page", reply: body(html, "text/html"), leadsTo: "retried" },
  { what: "200 with an HTML page that says JSON", reply: body(html), leadsTo: "retried" },
  { what: "200 with half a JSON", reply: body('{"id": "x", "choices": [{"mess'), leadsTo: "retried" },
  { what: "200 with null", reply: body("null"), leadsTo: "retried" },
  { what: "200 with null that says plain text", reply: body("null", "text/plain"), leadsTo: "retried" },
  { what: "200 with an array", reply: body("[]"), leadsTo: "retried" },
  { what: "200 with other fields", reply: body({ hello: "world" }), leadsTo: "retried" },
  { what: "200 with an error object", reply: body({ error: { message: "upstream failed" } }), leadsTo: "retried" },
  { what: "200 with an error text", reply: body({ error: "upstream failed" }), leadsTo: "retried" },
  { what: "200 with an error of code 429", reply: body({ error: { message: "slow down", code: 429 } }), leadsTo: "retried" },
  { what: "200 with an error of code 401", reply: body({ error: { message: "no", code: 401 } }), leadsTo: "model_auth" },
  {
    what: "200 with an error of type overloaded",
    reply: body({ type: "error", error: { type: "overloaded_error", message: "x" } }),
    leadsTo: "retried",
  },
  { what: "slow first byte", reply: { fault: "slow-first-byte", delayMs: 30 }, leadsTo: "answer" },
  { what: "drip-feed", reply: { fault: "drip-feed", chunkBytes: 64, intervalMs: 1 }, leadsTo: "answer" },
  { what: "10 MB", reply: { content: "x".repeat(10_000_000), usage: { input: 1, output: 1 } }, leadsTo: "answer" },
  { what: "400", reply: status(400), leadsTo: "model_request" },
  { what: "404", reply: status(404), leadsTo: "model_request" },
  { what: "422", reply: status(422), leadsTo: "model_request" },
  { what: "redirect", reply: status(307, undefined, { location: "http://127.0.0.1:1/elsewhere" }), leadsTo: "model_request" },
  { what: "401", reply: status(401), leadsTo: "model_auth" },
  { what: "402", reply: status(402), leadsTo: "model_auth" },
  { what: "403", reply: status(403), leadsTo: "model_auth" },
  {
    what: "429 for want of credit",
    reply: status(429, { error: { message: "quota", code: "insufficient_quota" } }),
    leadsTo: "model_auth",
  },
  { what: "credit too low", reply: status(400, contextError("Your credit balance is too low to access the API")), leadsTo: "model_auth" },
  { what: "context length by code", reply: status(400, contextError("too long", "context_length_exceeded")), leadsTo: "context_length" },
  {
    what: "context length, vLLM",
    reply: status(400, {
      object: "error",
      message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
      code: 400,
    }),
    leadsTo: "context_length",
  },
  {
    what: "context length, Anthropic",
    reply: status(400, {
      type: "error",
      error: { type: "invalid_request_error", message: "prompt is too long: 208310 tokens > 200000 maximum" },
    }),
    leadsTo: "context_length",
  },
  {
    what: "request too large",
    reply: status(413, { type: "error", error: { type: "request_too_large", message: "x" } }),
    leadsTo: "context_length",
  },
  {
    what: "context length, Gemini",
    reply: status(400, {
      error: {
        code: 400,
        message: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
        status: "INVALID_ARGUMENT",
      },
    }),
    leadsTo: "context_length",
  },
  {
    what: "context length in a 200",
    reply: body({ error: { message: "This endpoint's maximum context length is 8192 tokens", code: 400 } }),
    leadsTo: "context_length",
  },
  { what: "content filter by code", reply: status(400, contextError("blocked", "content_filter")), leadsTo: "content_filter" },
  {
    what: "content filter, OpenRouter",
    reply: status(403, {
      error: { code: 403, message: "x requires moderation. Your input was flagged", metadata: { reasons: ["violence"] } },
    }),
    leadsTo: "content_filter",
  },
];

const openAiOnly: readonly Row[] = [
  { what: "no choice", reply: body({ choices: [] }), leadsTo: "retried" },
  { what: "content of a wrong type", reply: body({ choices: [{ message: { content: 5 } }] }), leadsTo: "retried" },
  {
    what: "calls of a wrong type",
    reply: body({ choices: [{ message: { content: null, tool_calls: [{ id: 1 }] } }] }),
    leadsTo: "retried",
  },
  {
    what: "an error within the choice",
    reply: body({ choices: [{ message: { content: "" }, finish_reason: "error", error: { code: 502, message: "x" } }] }),
    leadsTo: "retried",
  },
  { what: "an empty message without a reason", reply: body({ choices: [{ message: { content: "" } }] }), leadsTo: "retried" },
  {
    what: "withheld by the filter",
    reply: body({ choices: [{ message: { content: null }, finish_reason: "content_filter" }] }),
    leadsTo: "content_filter",
  },
  {
    what: "JSON called plain text",
    reply: body({ choices: [{ message: { content: "ok" }, finish_reason: "stop" }] }, "text/plain"),
    leadsTo: "answer",
  },
];

const anthropicOnly: readonly Row[] = [
  { what: "content of a wrong type", reply: body({ content: "text", stop_reason: "end_turn" }), leadsTo: "retried" },
  { what: "a text block without text", reply: body({ content: [{ type: "text" }], stop_reason: "end_turn" }), leadsTo: "retried" },
  { what: "refusal", reply: body({ content: [], stop_reason: "refusal" }), leadsTo: "content_filter" },
  { what: "no content and no reason", reply: body({ content: [] }), leadsTo: "retried" },
];

const impatient: Partial<CreateModelSettings> = {
  apiKey: "planted-key",
  keyVariable: "SOME_API_KEY",
  retry: { baseDelayMs: 1, maxAttempts: 3 },
  countTokens: false,
};

describe.each([
  { wire: "openai", rows: [...everyWire, ...openAiOnly] },
  { wire: "anthropic", rows: [...everyWire, ...anthropicOnly] },
])("what misbehaviour leads to, $wire", ({ wire, rows }) => {
  it.each(rows)("$what -> $leadsTo", async ({ reply, leadsTo }) => {
    await using server = await startChatServer({ replies: [reply, "second answer", "third answer"] });
    const events: ModelEvent[] = [];
    const model = createModel({ name: `${wire}/m`, baseUrl: server.url, ...impatient, onEvent: (event) => events.push(event) });
    const call = model.generate({ messages });
    const ended = await call.then(
      ({ message }) => (message.content === "second answer" ? "retried" : "answer"),
      (error: unknown) => (SweError.isInstance(error) ? error.code : error),
    );
    expect(ended).toBe(leadsTo);
    expect(server.requests).toHaveLength(leadsTo === "retried" ? 2 : 1);
    expect(events.map((event) => event.type)).toEqual(leadsTo === "retried" ? ["call-retry"] : []);
  });

  it.each<ChatReply>([
    { fault: "silence" },
    { fault: "drip-feed", chunkBytes: 1, intervalMs: 50 },
    { fault: "slow-first-byte", delayMs: 5_000 },
  ])("an answer that does not come in time is asked for again: $fault", async (reply) => {
    await using server = await startChatServer({ replies: [reply, "second answer"] });
    const model = createModel({ name: `${wire}/m`, baseUrl: server.url, ...impatient, tryTimeoutMs: 150 });
    expect((await model.generate({ messages })).message.content).toBe("second answer");
  });

  it("an outage is an infrastructure error that tells the last failure and how often it was tried", async () => {
    await using server = await startChatServer({ replies: () => status(502, html) });
    const model = createModel({ name: `${wire}/m`, baseUrl: server.url, ...impatient });
    const call = model.generate({ messages });
    await expect(call).rejects.toMatchObject({ code: "model_unavailable", isRetryable: true, statusCode: 502, attempts: 3 });
    await expect(call).rejects.toThrow(/in 3 tries: .*502 Bad Gateway nginx/);
    expect(server.requests).toHaveLength(3);
  });

  it("nobody at the address", async () => {
    const server = await startChatServer({ replies: [] });
    await server.close();
    const model = createModel({ name: `${wire}/m`, baseUrl: server.url, ...impatient });
    await expect(model.generate({ messages })).rejects.toThrow(/could not be reached in 3 tries: .*ECONNREFUSED/);
  });

  it("an abort ends the request in flight at once with the signal's reason", async () => {
    await using server = await startChatServer({ replies: () => ({ fault: "silence" }) });
    const model = createModel({ name: `${wire}/m`, baseUrl: server.url, ...impatient });
    const controller = new AbortController();
    const call = model.generate({ messages, abortSignal: controller.signal });
    const reason = new Error("Ctrl-C");
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    while (server.cancelled.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(server.requests).toHaveLength(1);
  });

  it("the limit of the whole call holds for all tries together", async () => {
    await using server = await startChatServer({ replies: () => ({ fault: "silence" }) });
    const model = createModel({
      name: `${wire}/m`,
      baseUrl: server.url,
      ...impatient,
      tryTimeoutMs: 60,
      retry: { maxAttempts: 1000, baseDelayMs: 1 },
    });
    await expect(model.generate({ messages, timeoutMs: 300 })).rejects.toThrow(/no answer within 0.3 s/);
  });

  it("a server that echoes the key does not get it into an error", async () => {
    await using server = await startChatServer({
      replies: (request) => status(401, { error: { message: JSON.stringify(request.headers) } }),
    });
    const model = createModel({ name: `${wire}/m`, baseUrl: server.url, ...impatient });
    const error: unknown = await model.generate({ messages }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: expect.stringContaining("Bearer [redacted]"), remedy: "Check SOME_API_KEY." });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("planted-key");
  });
});

it("duplicate and missing call ids become unique in the conversation", async () => {
  const call = (id: string | undefined): unknown => ({
    ...(id === undefined ? {} : { id }),
    type: "function",
    function: { name: "f", arguments: "{}" },
  });
  const reply = body({
    choices: [{ message: { content: null, tool_calls: [call("a"), call("a"), call(undefined), call("")] }, finish_reason: "tool_calls" }],
  });
  await using server = await startChatServer({ replies: [reply] });
  const model = createModel({ name: "openai/m", baseUrl: server.url, ...impatient });
  const earlier = {
    role: "assistant",
    content: null,
    tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{}" } }],
  } as const;
  const { toolCalls } = await model.generate({ messages: [...messages, earlier, { role: "tool", tool_call_id: "a", content: "" }] });
  const ids = toolCalls.map(({ id }) => id);
  expect(new Set([...ids, "a"]).size).toBe(5);
  expect(ids.every((id) => id !== "")).toBe(true);
});

it("a parameter that the model does not take is left out from then on", async () => {
  const refusal = status(400, {
    error: { message: "Unsupported value: 'temperature' does not support 0", param: "temperature", code: "unsupported_value" },
  });
  await using server = await startChatServer({ replies: (request) => (request.body.temperature === undefined ? "fine" : refusal) });
  const events: ModelEvent[] = [];
  const model = createModel({ name: "openai/m", baseUrl: server.url, ...impatient, onEvent: (event) => events.push(event) });
  await model.generate({ messages, temperature: 0 });
  await model.generate({ messages, temperature: 0 });
  expect(server.requests.map((request) => request.body.temperature)).toEqual([0, undefined, undefined]);
  expect(events).toEqual([{ type: "parameter-dropped", model: "openai/m", parameter: "temperature" }]);
});

it("a wait that no call would sit out does not hold up the other calls", async () => {
  await using server = await startChatServer({ replies: [status(503, undefined, { "retry-after": "86400" }), "fine"] });
  const model = createModel({ name: "openai/m", baseUrl: server.url, ...impatient });
  await expect(model.generate({ messages })).rejects.toThrow(/asks to wait 86\d{3} s/);
  expect((await model.generate({ messages, timeoutMs: 5_000 })).message.content).toBe("fine");
});

it.each(["openai", "anthropic"])("counts of 0 are no report of usage, %s", async (wire) => {
  await using server = await startChatServer({ replies: [{ content: "fine", usage: { input: 0, output: 0 } }] });
  const prices = { m: { inputPerMillion: 1, outputPerMillion: 1 } };
  const model = createModel({ name: `${wire}/m`, baseUrl: server.url, ...impatient, countTokens: true, prices });
  const { usage, cost } = await model.generate({ messages });
  expect(usage).toMatchObject({ source: "local", inputTokens: expect.toSatisfy((count: number) => count > 0) });
  expect(cost).toBeGreaterThan(0);
});

describe.each([
  { wire: "openai", usage: { prompt_tokens: 100, completion_tokens: 0 }, empty: { choices: [{ message: { content: "" } }] } },
  { wire: "anthropic", usage: { input_tokens: 100, output_tokens: 0 }, empty: { content: [] } },
])("what a reply cost that is thrown away, $wire", ({ wire, usage, empty }) => {
  const prices = { m: { inputPerMillion: 1_000_000, outputPerMillion: 1 } };
  const collect = (url: string) => {
    const costs: (number | undefined)[] = [];
    const model = createModel({ name: `${wire}/m`, baseUrl: url, ...impatient, prices });
    return { costs, ended: model.generate({ messages, onDiscarded: ({ cost }) => costs.push(cost) }) };
  };

  it.each([
    ["empty", { ...empty, usage }],
    ["malformed", { choices: "none", content: "none", usage }],
    ["an error after all", { error: { message: "upstream failed" }, usage }],
  ])("is told: %s", async (_name, reply) => {
    await using server = await startChatServer({ replies: [body(reply), { content: "fine", usage: { input: 100, output: 0 } }] });
    const { costs, ended } = collect(server.url);
    expect((await ended).cost).toBe(100);
    expect(costs).toEqual([100]);
  });

  it("is told though no answer comes in the end", async () => {
    await using server = await startChatServer({ replies: () => body(JSON.stringify({ ...empty, usage }), "text/plain") });
    const { costs, ended } = collect(server.url);
    await expect(ended).rejects.toMatchObject({ code: "model_unavailable" });
    expect(costs).toEqual([100, 100, 100]);
  });

  it("is not made up where nobody tells", async () => {
    await using server = await startChatServer({ replies: [body(empty), body(html), "fine"] });
    const { costs, ended } = collect(server.url);
    await ended;
    expect(costs).toEqual([]);
  });
});
