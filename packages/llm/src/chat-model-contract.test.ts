import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChatModelUnderTest, type ContractReply, describeChatModelContract, startChatServer } from "@swe/testing";
import { createModel } from "./index.ts";

async function overTheWire(name: string, replies: readonly ContractReply[]): Promise<ChatModelUnderTest> {
  const server = await startChatServer({ replies });
  return { model: createModel({ name, baseUrl: server.url }), [Symbol.asyncDispose]: () => server.close() };
}

async function fromScript(replies: readonly ContractReply[]): Promise<ChatModelUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), "llm-contract-"));
  const script = {
    replies: replies.map(({ content, toolCalls = [] }) => ({ content, tool_calls: toolCalls.map((call) => ({ function: call })) })),
  };
  await writeFile(join(directory, "contract.json"), JSON.stringify(script));
  return { model: createModel({ name: `scripted:${directory}` }), [Symbol.asyncDispose]: () => Promise.resolve() };
}

async function fromRecording(replies: readonly ContractReply[]): Promise<ChatModelUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), "llm-contract-"));
  await using server = await startChatServer({ replies });
  const recording = createModel({ name: "openai/m", baseUrl: server.url, record: { directory } });
  for (const callIndex of replies.keys()) {
    await recording.generate({ messages: [{ role: "user", content: "x" }], context: { instanceId: "contract", attempt: 0, callIndex } });
  }
  return { model: createModel({ name: `replay:${directory}`, replayMode: "loose" }), [Symbol.asyncDispose]: () => Promise.resolve() };
}

describeChatModelContract("openai", (replies) => overTheWire("openai/m", replies));
describeChatModelContract("anthropic", (replies) => overTheWire("anthropic/m", replies));
describeChatModelContract("scripted", fromScript);
describeChatModelContract("replay", fromRecording);
