import { createMemorySandbox, createScriptedModel, type ScriptedModelReply } from "@swe/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createBashScaffold,
  createEditorTool,
  createExecuteBashTool,
  describeTools,
  formatToolObservation,
  formatToolProblem,
  parseTagReply,
  runAgent,
  type Scaffold,
  submit,
  taskTracker,
} from "../src/index.ts";
import { historyFaults } from "./history-faults.ts";

const tagged: Scaffold = {
  id: "tagged",
  modes: ["tools", "text"],
  systemPrompt: ({ tools }) => describeTools(tools),
  instancePrompt: ({ problemStatement }) => problemStatement,
  tools: [createEditorTool({ name: "file_editor", undo: true, concise: true }), createExecuteBashTool(), taskTracker, submit],
  parse: parseTagReply,
  formatObservation: formatToolObservation,
  formatError: (problem, { mode }) => formatToolProblem(problem, mode),
  isDone: ({ result }) => result.done === true,
  defaults: {},
};
const blocks = createBashScaffold({ id: "blocks", systemPrompt: () => "s", instancePrompt: () => "i" });

const scraps = fc.constantFrom(
  "<function=file_editor>",
  "<function=nothing>",
  "<function=submit>",
  "</function>",
  "<parameter=command>",
  "<parameter=path>",
  "</parameter>",
  "view",
  "/testbed",
  "<think>",
  "</think>",
  "```bash\n",
  "\n```\n",
  "echo hi",
  "<<EOF\n",
  "\u0000",
  "\ud800",
  "\r\n",
  "{}",
);
const words = fc.array(fc.oneof(scraps, fc.string()), { maxLength: 12 }).map((parts) => parts.join(""));
const argsText = fc.oneof(
  fc.json(),
  fc.json().map((json) => JSON.stringify(json)),
  fc.json().map((json) => json.slice(0, Math.ceil(json.length / 2))),
  fc.string(),
  fc.record({ command: fc.anything(), path: fc.anything(), cmd: fc.anything() }).map((args) => JSON.stringify(args) ?? ""),
);
const toolCall = fc.record({
  id: fc.oneof(fc.constantFrom("", "call_1"), fc.string()),
  name: fc.oneof(fc.constantFrom("file_editor", "execute_bash", "task_tracker", "submit", "", "functions.submit"), fc.string()),
  arguments: argsText,
});
const reply: fc.Arbitrary<ScriptedModelReply> = fc.oneof(
  words,
  fc.record(
    {
      content: fc.oneof(fc.constant(null), words),
      reasoningContent: words,
      toolCalls: fc.array(toolCall, { maxLength: 3 }),
      finishReason: fc.constantFrom("stop", "length", "tool_calls", "content_filter", "other"),
    },
    { requiredKeys: [] },
  ),
);

test.each([
  [tagged, "text", false],
  [tagged, "tools", false],
  [tagged, "tools", true],
  [blocks, "text", false],
] as const)("whatever a model replies, each reply is a step and the history stays valid: %o", async (scaffold, mode, fnFallback) => {
  await fc.assert(
    fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 6 }), async (replies) => {
      const result = await runAgent({
        scaffold,
        mode,
        fnFallback,
        model: createScriptedModel(replies),
        sandbox: createMemorySandbox({ onRun: () => ({ stdout: "x" }) }),
        task: { problemStatement: "p" },
        limits: { maxStepsAbsolute: replies.length, maxConsecutiveFormatErrors: 0 },
      }).result;
      const finished = result.steps.findIndex((step) => step.done);
      expect(result.steps).toHaveLength(finished === -1 ? replies.length : finished + 1);
      expect(result.exitReason).toBe(finished === -1 ? "abs_step_limit" : "agent");
      expect(historyFaults(result.messages)).toEqual([]);
      expect(() => JSON.stringify(result.steps)).not.toThrow();
    }),
    { numRuns: 300 },
  );
});
