import { expect, it } from "vitest";
import { startChatServer } from "./start-chat-server.ts";

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

it("answers in both protocols, records requests, and refuses when its replies are used up", async () => {
  await using server = await startChatServer({ replies: ["one", { content: null, toolCalls: [{ name: "f", arguments: '{"a":1}' }] }] });
  const first = (await (await post(`${server.url}/chat/completions`, { model: "m", messages: [] })).json()) as { choices: unknown[] };
  expect(first.choices).toEqual([expect.objectContaining({ message: { role: "assistant", content: "one" }, finish_reason: "stop" })]);
  const second = (await (await post(`${server.url}/messages`, { model: "m", messages: [] })).json()) as { content: unknown[] };
  expect(second.content).toEqual([expect.objectContaining({ type: "tool_use", name: "f", input: { a: 1 } })]);
  expect((await post(`${server.url}/chat/completions`, { model: "m" })).status).toBe(400);
  expect(server.requests.map((request) => request.path)).toEqual(["/v1/chat/completions", "/v1/messages", "/v1/chat/completions"]);
});

it("computes replies from the request", async () => {
  await using server = await startChatServer({ replies: (request, index) => `${request.body.model} ${index}` });
  const answer = await (await post(`${server.url}/chat/completions`, { model: "m" })).text();
  expect(answer).toContain('"content":"m 0"');
});

it("cuts a connection in mid-answer", async () => {
  await using server = await startChatServer({ replies: [{ fault: "cut" }] });
  const response = await post(`${server.url}/chat/completions`, { model: "m" });
  await expect(response.text()).rejects.toThrow(/terminated/);
});

it("closes at once with requests unanswered, and again without harm", async () => {
  const server = await startChatServer({ replies: () => ({ fault: "silence" }) });
  const pending = post(`${server.url}/chat/completions`, { model: "m" });
  // Looked at below; until then it is no unhandled rejection.
  pending.catch(() => undefined);
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await server.close();
  await server.close();
  await expect(pending).rejects.toThrow(/fetch failed/);
});
