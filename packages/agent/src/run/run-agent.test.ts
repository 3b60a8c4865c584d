import { BudgetExceededError, ContentFilterError, ContextLengthError, ModelUnavailableError, SandboxLostError } from "@swe/core";
import type { ExitReason } from "@swe/core";
import { createManualClock, createMemorySandbox, createScriptedModel, type MemorySandbox, type ScriptedModelReply } from "@swe/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { historyFaults } from "../../test/history-faults.ts";
import type { AgentEvent } from "../contracts/agent-event.ts";
import type { RunAgentOptions } from "../contracts/agent-run.ts";
import type { AgentResult } from "../contracts/agent-result.ts";
import type { Scaffold } from "../contracts/scaffold.ts";
import { parseTagReply } from "../parse/parse-tag-reply.ts";
import { formatToolProblem } from "../prompt/format-problem.ts";
import { createExecuteBashTool } from "../tools/create-execute-bash-tool.ts";
import { defineTool } from "../tools/define-tool.ts";
import { submit } from "../tools/submit.ts";
import { runAgent } from "./run-agent.ts";

const broken = defineTool({
  name: "broken",
  description: "Throws.",
  parameters: z.object({}),
  run: async () => {
    throw new TypeError("a bug");
  },
});

const scaffold: Scaffold = {
  id: "test",
  modes: ["text", "tools"],
  systemPrompt: ({ mode }) => `You work in ${mode} mode.`,
  instancePrompt: ({ problemStatement, workingDir }) => `In ${workingDir}: ${problemStatement}`,
  tools: [createExecuteBashTool(), submit, broken],
  parse: parseTagReply,
  formatObservation: ({ result }) => result.text,
  formatError: (problem, { mode }) => formatToolProblem(problem, mode),
  isDone: ({ result }) => result.done === true,
  defaults: {},
};

const bash = (command: string): string => `Now:\n<function=execute_bash>\n  <parameter=command>${command}</parameter>\n</function>`;
const done = "<function=submit>\n</function>";
const callBash = (command: string): ScriptedModelReply => ({ toolCalls: [{ name: "execute_bash", arguments: { command } }] });
const callSubmit: ScriptedModelReply = { toolCalls: [{ name: "submit", arguments: {} }] };

function run(
  replies: readonly ScriptedModelReply[] | Parameters<typeof createScriptedModel>[0],
  options: Partial<RunAgentOptions> & { readonly sandbox?: MemorySandbox } = {},
): Promise<AgentResult> {
  return runAgent({
    scaffold,
    model: createScriptedModel(replies),
    sandbox: createMemorySandbox(),
    task: { problemStatement: "It is broken.", instanceId: "a__b-1" },
    ...options,
  }).result;
}

test("limits that are switched off reach neither the sandbox nor the model as times that no timer can be set for", async () => {
  const times: unknown[] = [];
  const sandbox = createMemorySandbox({
    onRun: (_command, { timeoutMs }) => {
      times.push(timeoutMs);
      return { stdout: "ok" };
    },
  });
  const scripted = createScriptedModel([bash("ls"), done]);
  const model: typeof scripted = Object.assign(Object.create(scripted) as typeof scripted, {
    generate: (request: Parameters<typeof scripted.generate>[0]) => {
      times.push(request.timeoutMs);
      return scripted.generate(request);
    },
  });
  const off = { actionTimeoutMs: Infinity, modelTimeoutMs: Infinity, totalTimeoutMs: Infinity, maxSteps: Infinity };
  expect((await run([], { model, sandbox, limits: off })).exitReason).toBe("agent");
  expect(times).toHaveLength(3);
  expect(times.every((time) => time === undefined || Number(time) < 2 ** 31 - 60_000)).toBe(true);
});

test("a note on ignored parameters does not push the word ERROR from the beginning of an observation", async () => {
  const wrong = `<function=execute_bash>\n  <parameter=command>git log</parameter>\n  <parameter=colour>red</parameter>\n</function>`;
  const { steps } = await run([wrong, done]);
  expect(steps[0]?.observation).toMatch(/^ERROR: "git" [^]*\nNOTE: execute_bash has no parameter "colour"; ignored\.$/);
});

describe("text mode", () => {
  test("runs calls until the agent finishes, and records each step", async () => {
    const result = await run([bash("echo hello"), done]);
    expect(result.exitReason).toBe("agent");
    expect(result.tools).toBeUndefined();
    expect(result.steps).toHaveLength(2);
    expect(result.steps[0]).toMatchObject({ step_idx: 0, step_count: 1, thought: "Now:", done: false, token_usage_total: null });
    expect(result.steps[0]?.action).toBe("<function=execute_bash>\n  <parameter=command>echo hello</parameter>\n</function>");
    expect(result.steps[0]?.observation).toContain("hello");
    expect(result.steps[1]).toMatchObject({ done: true, step_count: 2 });
    expect(historyFaults(result.messages)).toEqual([]);
    expect(result.messages.map((message) => message.role)).toEqual(["system", "user", "assistant", "user", "assistant", "user"]);
  });

  test("stores the thought and the one parsed call, not what followed it", async () => {
    const result = await run([`${bash("true")} and also ${bash("false")}`, done]);
    expect(result.messages[2]?.content).toBe("Now:\n\n<function=execute_bash>\n  <parameter=command>true</parameter>\n</function>");
  });

  test("uses only the marked part of the problem statement", async () => {
    const result = await run([done], { task: { problemStatement: "x [ISSUE]\nthe bug\n[/ISSUE] y" } });
    expect(result.messages[1]?.content).toBe("In /testbed: the bug\nSteps Remaining: 40");
  });

  test("answers a reply without a call and goes on", async () => {
    const result = await run(["I think I am done.", done]);
    expect(result.messages[2]).toEqual({ role: "assistant", content: "I think I am done." });
    expect(result.steps[0]).toMatchObject({ action: "", info: { format_error: "no_call" } });
    expect(result.steps[0]?.observation).toContain("Each reply needs a call");
  });

  test("stores text that any encoder can write", async () => {
    const sandbox = createMemorySandbox({ onRun: () => ({ stdout: "a\0b" }) });
    const { messages, steps } = await run([bash("printf \ud83d"), done], { sandbox, task: { problemStatement: "cut \ud83d" } });
    expect(JSON.stringify([messages, steps])).not.toMatch(/\\ud83d|\\u0000/i);
    expect(steps[0]?.observation).toContain("a\u2400b");
  });

  test("ignores tool calls that nobody asked for", async () => {
    const result = await run([callSubmit, done]);
    expect(result.steps).toHaveLength(2);
    expect(historyFaults(result.messages)).toEqual([]);
  });

  test("counts the steps down and then demands to submit", async () => {
    const model = createScriptedModel([bash("true"), bash("true"), bash("true"), done]);
    const result = await run([], { model, limits: { maxSteps: 2 } });
    const notices = model.calls.map((call) => /Steps Remaining: .*/s.exec(call.messages.at(-1)?.content ?? "")?.[0].split("\n"));
    expect(notices.map((lines) => lines?.[0])).toEqual([
      "Steps Remaining: 2",
      "Steps Remaining: 1",
      "Steps Remaining: 0",
      "Steps Remaining: 0",
    ]);
    expect(notices.map((lines) => lines?.length)).toEqual([1, 1, 2, 2]);
    expect(result.messages[1]?.content).toContain("Steps Remaining: 2");
  });

  test("tells the model layer what each call belongs to", async () => {
    const model = createScriptedModel([bash("true"), done]);
    await run([], { model, temperature: 0.5, seed: 7, task: { problemStatement: "p", instanceId: "a__b-1", attempt: 3 } });
    expect(model.calls.map((call) => call.context)).toEqual([
      { instanceId: "a__b-1", attempt: 3, purpose: "agent", callIndex: 0 },
      { instanceId: "a__b-1", attempt: 3, purpose: "agent", callIndex: 1 },
    ]);
    expect(model.calls[0]).toMatchObject({ temperature: 0.5, seed: 7, timeoutMs: 7_200_000, tools: undefined });
  });
});

describe("tools mode", () => {
  test("answers each call with a tool message, and returns the tools as sent", async () => {
    const model = createScriptedModel([callBash("echo hi"), callSubmit]);
    const result = await run([], { model, mode: "tools" });
    expect(result.exitReason).toBe("agent");
    expect(model.calls[0]?.tools).toBe(result.tools);
    expect(result.tools?.map((tool) => tool.function.name)).toEqual(["execute_bash", "submit", "broken"]);
    expect(result.messages[3]).toMatchObject({ role: "tool", tool_call_id: "call_0_0", name: "execute_bash" });
    expect(result.steps[0]?.action).toContain("<parameter=command>echo hi</parameter>");
    expect(historyFaults(result.messages)).toEqual([]);
  });

  test("runs the first of several calls and leaves the others out", async () => {
    const several: ScriptedModelReply = {
      content: "Two at once.",
      toolCalls: [
        { name: "execute_bash", arguments: { command: "echo one" } },
        { name: "submit", arguments: {} },
      ],
    };
    const result = await run([several, callSubmit], { mode: "tools" });
    expect(result.steps[0]).toMatchObject({ done: false, thought: "Two at once.", info: { dropped_calls: 1 } });
    expect(historyFaults(result.messages)).toEqual([]);
  });

  test.each<[string, ScriptedModelReply, string]>([
    ["an unknown tool", { toolCalls: [{ name: "no such tool!", arguments: {} }] }, 'there is no tool "no such tool!"'],
    ["a missing argument", { toolCalls: [{ name: "execute_bash", arguments: {} }] }, '"command" is missing'],
    ["an ill-typed argument", { toolCalls: [{ name: "execute_bash", arguments: { command: ["ls"] } }] }, '"command"'],
    ["truncated JSON", { toolCalls: [{ name: "execute_bash", arguments: '{"command": "ls' }], finishReason: "length" }, "cut off"],
    ["a list as arguments", { toolCalls: [{ name: "execute_bash", arguments: "[]" }] }, "not a JSON object"],
    ["no call", "Just words.", "Each reply needs a call"],
    ["nothing at all", "", "empty"],
    ["an empty call id", { toolCalls: [{ id: "", name: "execute_bash", arguments: { command: "echo fine" } }] }, "fine"],
  ])("turns %s into an observation of a step", async (_name, reply, observation) => {
    const result = await run([reply, callSubmit], { mode: "tools" });
    expect(result.exitReason).toBe("agent");
    expect(result.steps).toHaveLength(2);
    expect(result.steps[0]?.observation).toContain(observation);
    expect(historyFaults(result.messages)).toEqual([]);
  });

  test("names the tool's signature when a call is wrong", async () => {
    const result = await run([{ toolCalls: [{ name: "execute_bash", arguments: {} }] }, callSubmit], { mode: "tools" });
    expect(result.steps[0]?.observation).toMatch(/^ERROR: execute_bash: .*\nUsage: execute_bash\(command: string\)$/);
  });

  test("runs a call written as text only where that is allowed", async () => {
    const refused = await run([bash("echo hi"), callSubmit], { mode: "tools" });
    expect(refused.steps[0]?.action).toBe("");
    const allowed = await run([bash("echo hi"), callSubmit], { mode: "tools", fnFallback: true });
    expect(allowed.steps[0]?.observation).toContain("hi");
    expect(historyFaults(allowed.messages)).toEqual([]);
  });

  test("keeps the provider's reasoning and takes it as the thought of a bare call", async () => {
    const result = await run([{ reasoningContent: "Because.", toolCalls: [{ name: "submit", arguments: {} }] }], { mode: "tools" });
    expect(result.messages[2]).toMatchObject({ reasoning_content: "Because.", content: null });
    expect(result.steps[0]?.thought).toBe("Because.");
  });

  test("is refused for a scaffold without it", () => {
    const textOnly: Scaffold = { ...scaffold, modes: ["text"] };
    const start = (): unknown =>
      runAgent({
        scaffold: textOnly,
        mode: "tools",
        model: createScriptedModel([]),
        sandbox: createMemorySandbox(),
        task: { problemStatement: "" },
      });
    expect(start).toThrow(/function calling/);
  });
});

describe("limits", () => {
  const forever = (): ScriptedModelReply => bash("true");

  test.each<[ExitReason, number]>([
    ["agent", 1],
    ["max_step_limit", 2],
    ["agent_max_step_limit", 3],
  ])("an agent that finishes ends as %s after %i other steps with a soft limit of 2", async (exitReason, before) => {
    const result = await run([...Array.from({ length: before }, forever), done], { limits: { maxSteps: 2 } });
    expect(result.exitReason).toBe(exitReason);
  });

  test("stops at the hard limit of steps", async () => {
    const result = await run(forever, { limits: { maxSteps: 2, maxStepsAbsolute: 4 } });
    expect(result).toMatchObject({ exitReason: "abs_step_limit", error: undefined });
    expect(result.steps).toHaveLength(4);
    expect(historyFaults(result.messages)).toEqual([]);
  });

  test("stops when the conversation is as long as allowed, by what the provider reports", async () => {
    const result = await run((_, index) => ({ content: bash("true"), usage: { inputTokens: 1000 * (index + 1), outputTokens: 10 } }), {
      limits: { maxConversationTokens: 3000 },
    });
    expect(result.exitReason).toBe("token_limit");
    expect(result.steps).toHaveLength(3);
    expect(result.usage).toMatchObject({ inputTokens: 6000, outputTokens: 30, totalTokens: 6030, calls: 3, callsWithoutUsage: 0 });
  });

  test("counts tokens itself where the provider reports none, each text once", async () => {
    const counted: string[] = [];
    const result = await run(forever, {
      limits: { maxConversationTokens: 500 },
      countTokens: (text) => {
        counted.push(text);
        return 50;
      },
    });
    expect(result.exitReason).toBe("token_limit");
    expect(result.usage).toMatchObject({ inputTokens: undefined, outputTokens: undefined, callsWithoutUsage: result.steps.length });
    expect(counted.filter((text) => text.includes("It is broken."))).toHaveLength(1);
  });

  test("ends as token_limit when the provider says that the conversation is too long", async () => {
    const result = await run([bash("true"), new ContextLengthError({ message: "Too long." })]);
    expect(result).toMatchObject({ exitReason: "token_limit", error: { code: "context_length", infra: false } });
    expect(result.steps).toHaveLength(1);
  });

  test("stops when the run has cost enough", async () => {
    const result = await run(() => ({ content: bash("true"), cost: 0.4 }), { limits: { maxCost: 1 } });
    expect(result.exitReason).toBe("cost_limit");
    expect(result.cost).toBeCloseTo(1.2);
  });

  test("counts what replies cost that were thrown away", async () => {
    const result = await run(() => ({ content: bash("true"), cost: 0.1, discardedCosts: [0.5] }), { limits: { maxCost: 1 } });
    expect(result.exitReason).toBe("cost_limit");
    expect(result.cost).toBeCloseTo(1.2);
  });

  test("ends as cost_limit when the budget of all runs is used up", async () => {
    const result = await run([new BudgetExceededError({ message: "No money left." })]);
    expect(result.exitReason).toBe("cost_limit");
  });

  test("stops after too many replies in a row without a call", async () => {
    const result = await run((_, index) => (index === 1 ? bash("true") : "words"), { limits: { maxConsecutiveFormatErrors: 3 } });
    expect(result.exitReason).toBe("format_error_limit");
    expect(result.steps).toHaveLength(5);
    const unlimited = await run(() => "words", { limits: { maxConsecutiveFormatErrors: 0, maxStepsAbsolute: 20 } });
    expect(unlimited.exitReason).toBe("abs_step_limit");
  });

  test("cancels the call in flight when the time of the run is up", async () => {
    const clock = createManualClock();
    const pending = run(({ abortSignal }) => waitForAbort(abortSignal), { clock, limits: { totalTimeoutMs: 60_000 } });
    await clock.advance(60_000);
    expect((await pending).exitReason).toBe("traj_time_limit");
    expect(clock.sleepers).toBe(0);
  });

  test("leaves no timer behind", async () => {
    const clock = createManualClock();
    await run([bash("true"), done], { clock });
    expect(clock.sleepers).toBe(0);
  });

  test("lets an agent's file and the caller override the scaffold's limits, the caller last", async () => {
    const own: Scaffold = { ...scaffold, defaults: { limits: { maxStepsAbsolute: 1, maxSteps: 7 } } };
    const file = { kind: "r2egym", limits: { maxStepsAbsolute: 2 }, warnings: [], apply: (given: Scaffold) => given } as const;
    expect((await run(forever, { scaffold: own })).steps).toHaveLength(1);
    expect((await run(forever, { scaffold: own, agentConfig: file })).steps).toHaveLength(2);
    const result = await run(forever, { scaffold: own, agentConfig: file, limits: { maxStepsAbsolute: 3 } });
    expect(result.steps).toHaveLength(3);
    expect(result.messages[1]?.content).toContain("Steps Remaining: 7");
  });
});

describe("failures", () => {
  test("an outage of the model is an exit reason that counts against nobody", async () => {
    const result = await run([bash("true"), new ModelUnavailableError({ message: "503 five times.", attempts: 5 })]);
    expect(result).toMatchObject({ exitReason: "llm_query_error", error: { code: "model_unavailable", infra: true, retryable: true } });
    expect(result.steps).toHaveLength(1);
  });

  test("a refusal by the content filter is the conversation's own fault", async () => {
    const result = await run([new ContentFilterError({ message: "Refused." })]);
    expect(result).toMatchObject({ exitReason: "llm_query_error", error: { infra: false } });
  });

  test("a lost sandbox ends the run with a history that is still valid", async () => {
    const sandbox = createMemorySandbox();
    const model = createScriptedModel(() => {
      sandbox.lose();
      return callBash("true");
    });
    const result = await run([], { model, sandbox, mode: "tools" });
    expect(result).toMatchObject({ exitReason: "sandbox_error", error: { code: "sandbox_lost", infra: true } });
    expect(result.steps).toHaveLength(1);
    expect(historyFaults(result.messages)).toEqual([]);
  });

  test("a command channel that can be reopened costs one step", async () => {
    let calls = 0;
    const sandbox = createMemorySandbox({
      onRun: () => {
        calls += 1;
        if (calls === 1) throw new SandboxLostError({ message: "The channel died.", sandboxUsable: true });
        return undefined;
      },
    });
    const result = await run([bash("kill it"), bash("echo alive"), done], { sandbox });
    expect(result.exitReason).toBe("agent");
    expect(result.steps[0]?.observation).toMatch(/^ERROR: .*The channel died\./);
    expect(result.steps[1]?.observation).toContain("alive");
  });

  test("a tool that throws becomes an observation and a warning", async () => {
    const events: AgentEvent[] = [];
    const result = await run(["<function=broken></function>", done], { onEvent: (event) => void events.push(event) });
    expect(result.steps[0]?.observation).toBe("ERROR: broken: a bug");
    expect(events.filter((event) => event.type === "warning")).toHaveLength(1);
  });

  test("a tool that never returns costs one step", async () => {
    const clock = createManualClock();
    const hang = defineTool({ name: "hang", description: "Hangs.", parameters: z.object({}), run: () => new Promise(() => undefined) });
    const hanging: Scaffold = { ...scaffold, tools: [hang, submit] };
    const pending = run(["<function=hang></function>", done], { clock, scaffold: hanging, limits: { actionTimeoutMs: 1000 } });
    await clock.advance(60_000);
    const result = await pending;
    expect(result.exitReason).toBe("agent");
    expect(result.steps[0]?.observation).toMatch(/^ERROR: hang took longer than 1 s/);
  });

  test("abort ends the run at once and keeps what it has", async () => {
    const controller = new AbortController();
    const pending = run(
      ({ abortSignal }, index) => {
        if (index === 0) return bash("true");
        controller.abort(new Error("Ctrl-C"));
        return waitForAbort(abortSignal);
      },
      { abortSignal: controller.signal },
    );
    const result = await pending;
    expect(result).toMatchObject({ exitReason: "cancelled", error: undefined });
    expect(result.steps).toHaveLength(1);
  });

  test("abort during a command keeps its output so far", async () => {
    const controller = new AbortController();
    const sandbox = createMemorySandbox({
      onRun: () => {
        controller.abort();
        return { stdout: "half", output: "half", endedBy: "abort" };
      },
    });
    const result = await run([bash("sleep 100")], { sandbox, abortSignal: controller.signal });
    expect(result.exitReason).toBe("cancelled");
    expect(result.steps[0]?.observation).toContain("half");
  });

  test("a run aborted before it began asks the model nothing", async () => {
    const model = createScriptedModel([]);
    const result = await run([], { model, abortSignal: AbortSignal.abort() });
    expect(result.exitReason).toBe("cancelled");
    expect(model.calls).toHaveLength(0);
  });
});

describe("events", () => {
  test("come in order, to every reader from the first", async () => {
    const agent = runAgent({
      scaffold,
      model: createScriptedModel([bash("true"), done]),
      sandbox: createMemorySandbox(),
      task: { problemStatement: "" },
    });
    const types = async (): Promise<string[]> => (await collect(agent)).map((event) => event.type);
    const first = await types();
    const step = ["model-start", "model-end", "action-start", "step-end"];
    expect(first).toEqual(["agent-start", ...step, ...step, "agent-end"]);
    expect(await types()).toEqual(first);
  });

  test("are awaited, so that a step is stored before the next call", async () => {
    const order: string[] = [];
    await run(
      (_, index) => {
        order.push(`call ${index}`);
        return index === 0 ? bash("true") : done;
      },
      {
        onEvent: async (event) => {
          if (event.type !== "step-end") return;
          await new Promise(setImmediate);
          order.push(`stored ${event.step.step_idx}`);
        },
      },
    );
    expect(order).toEqual(["call 0", "stored 0", "call 1", "stored 1"]);
  });

  test("a store that fails rejects the result and ends the iteration", async () => {
    const agent = runAgent({
      scaffold,
      model: createScriptedModel([bash("true")]),
      sandbox: createMemorySandbox(),
      task: { problemStatement: "" },
      onEvent: (event) => {
        if (event.type === "step-end") throw new Error("disk full");
      },
    });
    await expect(collect(agent)).rejects.toThrow("disk full");
    await expect(agent.result).rejects.toThrow("disk full");
  });
});

function waitForAbort(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal?.reason as Error);
    if (signal?.aborted === true) fail();
    signal?.addEventListener("abort", fail, { once: true });
  });
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
