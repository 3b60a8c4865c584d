import { createMemorySandbox, createScriptedModel, type ScriptedModelReply } from "@swe/testing";
import { describe, expect, test } from "vitest";
import { createBashScaffold } from "../bash/create-bash-scaffold.ts";
import type { AgentResult } from "../contracts/agent-result.ts";
import type { RunAgentOptions } from "../contracts/agent-run.ts";
import type { Scaffold } from "../contracts/scaffold.ts";
import { parseTagReply } from "../parse/parse-tag-reply.ts";
import { chooseMode, runAgent } from "../run/run-agent.ts";
import { createExecuteBashTool } from "../tools/create-execute-bash-tool.ts";
import { submit } from "../tools/submit.ts";
import { loadAgentConfig } from "./load-agent-config.ts";

const mini = createBashScaffold({ id: "mini", systemPrompt: () => "own system", instancePrompt: () => "own instance" });
const tagged: Scaffold = {
  ...mini,
  id: "tagged",
  modes: ["tools", "text"],
  tools: [createExecuteBashTool({ parameter: "cmd" }), submit],
  parse: parseTagReply,
};

const firstGeneration = `
agent:
  system_template: "You are on {{system}} ({{ machine }})."
  instance_template: |
    {%- if system == "Linux" %}Linux it is.{% endif %}
    Task: {{task}}
    At most {{step_limit}} steps, {{ timeout }} s each.
  action_observation_template: |
    <rc>{{output.returncode}}</rc>
    {% if output.output | length < 20 -%}
    {{ output.output -}}
    {%- else -%}
    {{ output.output[:5] }}..{{ output.output | length - 10 }}..{{ output.output[-5:] }}
    {%- endif %}
  format_error_template: "{{actions|length}} actions; one wanted."
  timeout_template: "{{action['action']}} was too slow: {{output}}"
  step_limit: 7
  cost_limit: 0
environment:
  timeout: 60
  env: { GREETING: hello, NUMBER: 3 }
model:
  model_name: some/model
`;

const secondGeneration = (action: string): string => `
agent: { system_template: "s", instance_template: "Do {{ task }}", step_limit: 0, cost_limit: 2.5 }
environment: { cwd: /testbed }
model:
  ${action}
  observation_template: |
    {"returncode": {{ output.returncode }}, "output": {{ output.output | tojson }}
    {%- if output.exception_info %}, "exception_info": {{ output.exception_info | tojson }}{% endif %}}
  format_error_template: "Problem: {{ error }}"
`;

const textOfSecond = secondGeneration("action_regex: '```mswea_bash_command\\\\s*\\\\n(.*?)\\\\n```'".replaceAll("\\\\", "\\"));

const r2egymFile = `
system_prompt: |-
  Use the tools in {working_dir}.
instance_prompt: |-
  <issue>{problem_statement}</issue> a dict: {{"a": 1}} and {unknown}
command_files:
  - "./tools/file_editor.py"
  - "./tools/execute_bash.py"
  - "./tools/submit.py"
llm_name: "x"
other_args: { max_retries: 3, timeout: 120, disable_normalize_response: true }
`;

const bash = (command: string, fence = "bash"): string => `\`\`\`${fence}\n${command}\n\`\`\``;
const submitBash = "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT";

async function run(
  yaml: string,
  scaffold: Scaffold,
  replies: readonly ScriptedModelReply[],
  options: Partial<RunAgentOptions> = {},
): Promise<AgentResult> {
  const agentConfig = await loadAgentConfig(yaml);
  const sandbox = createMemorySandbox({
    onRun: (command) => (command.includes("sleep") ? { endedBy: "timeout", stdout: "part", output: "part" } : undefined),
    programs: { uname: (args) => ({ stdout: `${{ "-s": "Linux", "-m": "x86_64" }[args[0] ?? ""] ?? "other"}\n` }) },
  });
  const task = { problemStatement: "Fix {{ this }} and {working_dir}." };
  return runAgent({ scaffold, model: createScriptedModel(replies), sandbox, task, agentConfig, ...options }).result;
}

describe("a mini-swe-agent file of the first generation", () => {
  test("sets the prompts; what is put in is not read as a template again", async () => {
    const { messages } = await run(firstGeneration, mini, [bash(submitBash)]);
    expect(messages[0]?.content).toBe("You are on Linux (x86_64).");
    expect(messages[1]?.content).toContain("Linux it is.\nTask: Fix {{ this }} and {working_dir}.\nAt most 7 steps, 60 s each.");
  });

  test("sets the answers to commands, errors and time-outs, and the environment", async () => {
    const replies = [bash("echo $GREETING $NUMBER"), bash("seq 100"), "none", bash("sleep 1000"), bash(submitBash)];
    const { steps } = await run(firstGeneration, mini, replies);
    expect(steps[0]?.observation).toBe("<rc>0</rc>\nhello 3\n");
    expect(steps[1]?.observation).toMatch(/^<rc>0<\/rc>\n1\n2\n3\.\.\d+\.\.\n100\n$/);
    expect(steps[2]?.observation).toBe("0 actions; one wanted.");
    expect(steps[3]?.observation).toBe("sleep 1000 was too slow: part");
  });

  test("sets limits, and says which keys have no effect", async () => {
    const config = await loadAgentConfig(firstGeneration, { source: "mini.yaml" });
    expect(config).toMatchObject({
      kind: "mini-swe-agent-1",
      limits: { maxSteps: 7, maxStepsAbsolute: 7, maxCost: Infinity, actionTimeoutMs: 60_000 },
      warnings: ["mini.yaml: these keys have no effect: model.model_name. The model is chosen by the caller."],
    });
  });
});

describe("a mini-swe-agent file of the second generation", () => {
  test("with an action pattern reads blocks of that fence", async () => {
    const { steps, messages } = await run(textOfSecond, mini, [
      bash("ls"),
      bash("echo hi; sleep 5", "mswea_bash_command"),
      bash(submitBash, "mswea_bash_command"),
    ]);
    expect(messages[1]?.content).toBe("Do Fix {{ this }} and {working_dir}.");
    expect(steps[0]?.observation).toMatch(/^Problem: /);
    expect(JSON.parse(steps[1]?.observation ?? "")).toMatchObject({
      returncode: -1,
      output: "part",
      exception_info: expect.stringContaining("killed") as string,
    });
    expect(steps[2]?.done).toBe(true);
  });

  test("with any other action pattern reads what it finds", async () => {
    const yaml = secondGeneration("action_regex: '(?s)<run>(?P<command>.*?)</run>'");
    expect((await loadAgentConfig(yaml)).apply(mini).modes).toEqual(["text"]);
    const replies = [
      "I look. <run>echo hi</run>",
      bash("ls"),
      "<run>a</run><run>b</run>",
      `<think><run>x</run></think><run>\n${submitBash}\n</run>`,
    ];
    const { steps, messages, exitReason } = await run(yaml, mini, replies);
    expect(exitReason).toBe("agent");
    expect(steps.map((step) => step.info["format_error"])).toEqual([undefined, "no_call", "several_calls", undefined]);
    expect(steps[0]?.thought).toBe("I look.");
    expect(messages[2]?.content).toBe(replies[0]);
  });

  test("without one talks to the model by function calling", async () => {
    const yaml = secondGeneration("model_class: litellm");
    const config = await loadAgentConfig(yaml);
    expect(chooseMode(config.apply(mini), undefined)).toBe("tools");
    const call = (command: string): ScriptedModelReply => ({ toolCalls: [{ name: "bash", arguments: { command } }] });
    const result = await run(yaml, mini, [call("echo hi"), "words", call(submitBash)]);
    expect(result.exitReason).toBe("agent");
    expect(result.tools?.map((tool) => tool.function.name)).toEqual(["bash"]);
    expect(JSON.parse(result.steps[0]?.observation ?? "")).toEqual({ returncode: 0, output: "hi\n" });
    expect(result.steps[1]?.observation).toMatch(/^Problem: /);
  });

  test("has limits of its own meaning of zero", async () => {
    expect(await loadAgentConfig(textOfSecond)).toMatchObject({
      kind: "mini-swe-agent-2",
      limits: { maxSteps: Infinity, maxStepsAbsolute: Infinity, maxCost: 2.5 },
    });
  });
});

describe("an R2E-Gym file", () => {
  test("sets prompts with placeholders and doubled braces", async () => {
    const { messages } = await run(r2egymFile.replace(" and {unknown}", " and more"), tagged, ["<function=submit></function>"], {
      mode: "text",
    });
    expect(messages[0]?.content).toBe("Use the tools in /testbed.");
    expect(messages[1]?.content).toContain('<issue>Fix {{ this }} and {working_dir}.</issue> a dict: {"a": 1} and more');
  });

  test("reads {{task}} as well, and leaves placeholders that nobody knows alone", async () => {
    const { messages } = await run("instance_prompt: '{{task}} in {working_dir} {other}'", tagged, ["<function=submit></function>"], {
      mode: "text",
    });
    expect(messages[1]?.content).toContain("Fix {{ this }} and {working_dir}. in /testbed {other}");
  });

  test("chooses tools by the names of their files, the scaffold's own first", async () => {
    const { tools } = await run(r2egymFile, tagged, [{ toolCalls: [{ name: "submit", arguments: {} }] }], { mode: "tools" });
    expect(tools?.map((tool) => tool.function.name)).toEqual(["file_editor", "execute_bash", "submit"]);
    expect(tools?.[1]?.function.parameters["properties"]).toHaveProperty("cmd");
  });

  test("can keep replies as they are", async () => {
    const { messages } = await run(r2egymFile, tagged, ["So:   <function=submit></function> bye"], { mode: "text" });
    expect(messages[2]?.content).toBe("So:   <function=submit></function> bye");
  });

  test("sets the time of a model call with its retries", async () => {
    expect((await loadAgentConfig(r2egymFile)).limits).toEqual({ modelTimeoutMs: 360_000 });
  });
});

describe("a file and a scaffold of different kinds", () => {
  test("a file of mini-swe-agent makes any scaffold one that knows the shell alone", async () => {
    const { steps } = await run(
      textOfSecond.replace(/ {2}format_error_template.*/, "").replace("system_template", "format_error: x, system_template"),
      tagged,
      ["none", bash("echo hi", "mswea_bash_command"), bash(submitBash, "mswea_bash_command")],
    );
    expect(steps[0]?.observation).not.toContain("<function");
    expect(steps[1]?.observation).toContain('"output": "hi\\n"');
    expect(steps[2]?.done).toBe(true);
    const bare = await loadAgentConfig("agent: { step_limit: 3 }", { source: "bare.yaml" });
    expect(() => bare.apply(tagged)).toThrow(/bare\.yaml does not go with the scaffold "tagged"/);
    expect(bare.apply(mini).id).toBe("mini");
  });

  test("a file with placeholders leaves a scaffold that knows the shell alone its tool", async () => {
    const yaml = `
system_prompt: "You are on {{ system }} in {working_dir}."
instance_prompt: "{{task}}"
command_files: ["./tools/mini/run_in_shell.py"]
action_observation_template: "<rc>{{output.returncode}}</rc>{{output.output}}"
format_error_template: "{{ actions|length }} found"
`;
    const { steps, messages, exitReason } = await run(yaml, mini, [bash("echo hi"), "none", bash(submitBash)]);
    expect(messages[0]?.content).toBe("You are on Linux in /testbed.");
    expect(steps.map((step) => step.observation).slice(0, 2)).toEqual(["<rc>0</rc>hi\n", "0 found"]);
    expect(exitReason).toBe("agent");
  });

  test("a tool that nobody knows is named", async () => {
    const config = await loadAgentConfig("command_files: [tools/teleport.py]", { source: "x.yaml" });
    expect(() => config.apply(tagged)).toThrow(/x\.yaml: command_files names "teleport"/);
  });
});

describe("a wrong file is refused by name", () => {
  test.each([
    ["a: [", /x\.yaml is not valid YAML/],
    ["just text", /x\.yaml is not an agent file/],
    ["other: 1", /not an agent file/],
    ["agent: { system_template: 5 }", /x\.yaml: agent\.system_template/],
    ["agent: { system_template: '{% if %}' }", /x\.yaml: agent\.system_template is not a template/],
    ["agent: { action_regex: '(?<=' }", /x\.yaml: action_regex cannot be used/],
  ])("%s", async (yaml, message) => {
    await expect(loadAgentConfig(yaml, { source: "x.yaml" })).rejects.toThrow(message);
  });
});
