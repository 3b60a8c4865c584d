import { readFileSync } from "node:fs";
import { type AgentMode, runAgent } from "@swe/agent";
import { createMemorySandbox, createScriptedModel, type ScriptedModelReply } from "@swe/testing";
import { expect, test } from "vitest";
import { plainShell } from "./own-scaffold.ts";

const replies: Readonly<Record<AgentMode, readonly ScriptedModelReply[]>> = {
  text: ["<function=execute_bash><parameter=command>echo fixed > a.txt</parameter></function>", "Done. <function=submit></function>"],
  tools: [
    { toolCalls: [{ name: "execute_bash", arguments: { command: "echo fixed > a.txt" } }] },
    { toolCalls: [{ name: "submit", arguments: {} }] },
  ],
};

test.each<AgentMode>(["text", "tools"])("a scaffold of one's own runs in %s mode", async (mode) => {
  const sandbox = createMemorySandbox();
  const model = createScriptedModel(replies[mode]);
  const { exitReason } = await runAgent({ scaffold: plainShell, mode, model, sandbox, task: { problemStatement: "It is broken." } }).result;
  expect(exitReason).toBe("agent");
  expect(Buffer.from((await sandbox.readFile("/testbed/a.txt")) ?? []).toString()).toBe("fixed\n");
});

test("the documentation shows it as it is", () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  expect(read("../docs/scaffolds.md")).toContain(read("own-scaffold.ts"));
});
