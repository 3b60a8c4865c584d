import { runAgent } from "@swe/agent";
import { createMemorySandbox, createScriptedModel } from "@swe/testing";
import { expect, test } from "vitest";
import { miniSweAgent } from "./mini-swe-agent.ts";

const block = (command: string): string => `Next step.\n\n\`\`\`bash\n${command}\n\`\`\``;
const task = { problemStatement: "add() subtracts." };

test("mini_swe_agent repairs a file with bash blocks and hands in", async () => {
  const sandbox = createMemorySandbox({ files: { "/testbed/add.py": "def add(a, b):\n    return a - b\n" } });
  const model = createScriptedModel([
    block("cat add.py"),
    block("sed -i 's/a - b/a + b/' add.py"),
    block("echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT"),
  ]);
  const { exitReason, steps, messages } = await runAgent({ scaffold: miniSweAgent, model, sandbox, task }).result;
  expect(exitReason).toBe("agent");
  expect(steps[0]?.observation).toBe("<returncode>0</returncode>\n<output>\ndef add(a, b):\n    return a - b\n</output>");
  expect(Buffer.from((await sandbox.readFile("/testbed/add.py")) ?? []).toString()).toContain("a + b");
  expect(messages[1]?.content).toContain("add() subtracts.");
  expect(messages[2]?.content).toBe(block("cat add.py"));
});

test("mini_swe_agent shows head and tail of long output", async () => {
  const model = createScriptedModel([block("seq 5000"), block("echo MINI_SWE_AGENT_FINAL_OUTPUT")]);
  const { steps } = await runAgent({ scaffold: miniSweAgent, model, sandbox: createMemorySandbox(), task }).result;
  const total = Array.from({ length: 5000 }, (_, index) => `${index + 1}\n`).join("").length;
  expect(steps[0]?.observation).toContain(`[... ${total - 10_000} characters left out ...]`);
  expect(steps[0]?.observation).toContain("4999\n5000\n</output>");
});

test("mini_swe_agent is refused with function calling", () => {
  const start = (): unknown =>
    runAgent({ scaffold: miniSweAgent, mode: "tools", model: createScriptedModel([]), sandbox: createMemorySandbox(), task });
  expect(start).toThrow(/"mini_swe_agent" does not work with function calling/);
});
