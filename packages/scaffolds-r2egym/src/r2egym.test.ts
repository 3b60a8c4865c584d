import { type AgentMode, runAgent } from "@swe/agent";
import { createMemorySandbox, createScriptedModel, type ScriptedModelReply } from "@swe/testing";
import { describe, expect, test } from "vitest";
import { r2egym } from "./r2egym.ts";

const task = { problemStatement: "add() subtracts." };
const source = "def add(a, b):\n    return a - b\n";
type Call = readonly [tool: string, args: Readonly<Record<string, string>>];
const calls: readonly Call[] = [
  ["file_editor", { command: "view", path: "/testbed/add.py" }],
  ["file_editor", { command: "str_replace", path: "/testbed/add.py", old_str: "a - b", new_str: "a + b" }],
  ["finish", { command: "submit", result: "Adds now." }],
];

function reply(mode: AgentMode, [name, args]: Call): ScriptedModelReply {
  if (mode === "tools") return { content: "Next.", toolCalls: [{ name, arguments: args }] };
  const parameters = Object.entries(args).map(([key, value]) => `<parameter=${key}>${value}</parameter>\n`);
  return `Next.\n<function=${name}>\n${parameters.join("")}</function>`;
}

describe.each<AgentMode>(["tools", "text"])("r2egym in %s mode", (mode) => {
  test("repairs a file and finishes", async () => {
    const sandbox = createMemorySandbox({ files: { "/testbed/add.py": source } });
    const model = createScriptedModel(calls.map((call) => reply(mode, call)));
    const result = await runAgent({ scaffold: r2egym, mode, model, sandbox, task }).result;
    expect(result).toMatchObject({ exitReason: "agent", submission: "Adds now." });
    expect(Buffer.from((await sandbox.readFile("/testbed/add.py")) ?? []).toString()).toBe(source.replace("-", "+"));
    expect(result.steps.map((step) => step.thought)).toEqual(["Next.", "Next.", "Next."]);
    expect(result.messages.map((message) => message.role).slice(2, 4)).toEqual(["assistant", mode === "tools" ? "tool" : "user"]);
  });

  test("refuses git as the first word of a command, under both names of the parameter", async () => {
    const model = createScriptedModel([
      reply(mode, ["execute_bash", { cmd: "git log" }]),
      reply(mode, ["execute_bash", { command: "git log" }]),
      reply(mode, ["finish", {}]),
    ]);
    const { steps } = await runAgent({ scaffold: r2egym, mode, model, sandbox: createMemorySandbox(), task }).result;
    for (const step of steps.slice(0, 2)) expect(step.observation).toContain('ERROR: "git" cannot be used');
  });
});

test("r2egym calls the shell's parameter cmd in function calling and command in text", async () => {
  const prompt = async (mode: AgentMode): Promise<string> => {
    const model = createScriptedModel([reply(mode, ["finish", {}])]);
    const { messages, tools } = await runAgent({ scaffold: r2egym, mode, model, sandbox: createMemorySandbox(), task }).result;
    return mode === "tools" ? JSON.stringify(tools) : (messages[0]?.content ?? "");
  };
  expect(await prompt("tools")).toContain('"cmd":');
  expect(await prompt("text")).not.toContain("- cmd");
  expect(await prompt("text")).toMatch(/### execute_bash[^#]*- command \(required/);
});
