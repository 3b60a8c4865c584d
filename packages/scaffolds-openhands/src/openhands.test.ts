import { type AgentMode, runAgent } from "@swe/agent";
import { createMemorySandbox, createScriptedModel, type ScriptedModelReply } from "@swe/testing";
import { describe, expect, test } from "vitest";
import { openhands } from "./openhands.ts";

const task = { problemStatement: "There is no greeting." };
const plan = JSON.stringify([{ id: "1", title: "Write it", status: "in_progress" }]);
type Call = readonly [tool: string, args: Readonly<Record<string, string>>];
const calls: readonly Call[] = [
  ["think", { thought: "A file is missing." }],
  ["task_tracker", { command: "plan", task_list: plan }],
  ["str_replace_editor", { command: "create", path: "/testbed/hello.txt", file_text: "hello" }],
  ["execute_bash", { command: "cat hello.txt" }],
  ["task_tracker", { command: "view" }],
  ["submit", {}],
];

function reply(mode: AgentMode, [name, args]: Call): ScriptedModelReply {
  if (mode === "tools") return { toolCalls: [{ name, arguments: args }] };
  const parameters = Object.entries(args).map(([key, value]) => `<parameter=${key}>${value}</parameter>\n`);
  return `<function=${name}>\n${parameters.join("")}</function>`;
}

describe.each<AgentMode>(["tools", "text"])("openhands in %s mode", (mode) => {
  test("uses each of its tools and submits", async () => {
    const sandbox = createMemorySandbox();
    const model = createScriptedModel(calls.map((call) => reply(mode, call)));
    const result = await runAgent({ scaffold: openhands, mode, model, sandbox, task }).result;
    expect(result.exitReason).toBe("agent");
    expect(result.steps.filter((step) => step.observation.includes("ERROR"))).toEqual([]);
    expect(result.steps[3]?.observation).toContain("[STDOUT]\nhello");
    expect(result.steps[4]?.observation).toContain("[~] 1. Write it");
  });

  test("has no undo_edit", async () => {
    const model = createScriptedModel([
      reply(mode, ["str_replace_editor", { command: "undo_edit", path: "/testbed/x" }]),
      reply(mode, ["submit", {}]),
    ]);
    const { steps } = await runAgent({ scaffold: openhands, mode, model, sandbox: createMemorySandbox(), task }).result;
    expect(steps[0]?.observation).toMatch(/ERROR: str_replace_editor: the parameter "command"/);
  });
});

test("openhands describes its tools in text mode and sends them in tools mode", async () => {
  const run = (mode: AgentMode) =>
    runAgent({ scaffold: openhands, mode, model: createScriptedModel([reply(mode, ["submit", {}])]), sandbox: createMemorySandbox(), task })
      .result;
  const text = await run("text");
  for (const { name } of openhands.tools) expect(text.messages[0]?.content).toContain(`### ${name}`);
  expect(text.tools).toBeUndefined();
  expect((await run("tools")).tools?.map((tool) => tool.function.name)).toEqual(openhands.tools.map((tool) => tool.name));
});
