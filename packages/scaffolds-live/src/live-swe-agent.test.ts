import { runAgent } from "@swe/agent";
import { createMemorySandbox, createScriptedModel } from "@swe/testing";
import { expect, test } from "vitest";
import { liveSweAgent } from "./live-swe-agent.ts";
import { submitCommand } from "./submit-command.ts";

const block = (command: string): string => `Next step.\n\n\`\`\`bash\n${command}\n\`\`\``;
const task = { problemStatement: "It is broken." };

test("live_swe_agent is asked for tools of its own, reminded of them, and hands in its diff", async () => {
  const sandbox = createMemorySandbox({ programs: { git: (args) => ({ stdout: args[0] === "diff" ? "diff --git a/x b/x\n" : "" }) } });
  const model = createScriptedModel([block("mkdir -p /tmp/tools"), "no block", block(submitCommand)]);
  const { exitReason, steps, messages, submission } = await runAgent({ scaffold: liveSweAgent, model, sandbox, task }).result;
  expect(exitReason).toBe("agent");
  expect(messages[1]?.content).toContain("Tools of your own");
  expect(messages[1]?.content).toContain(submitCommand);
  expect(steps[0]?.observation).toContain("a tool of your own");
  expect(steps[1]?.observation).toContain(submitCommand);
  expect(submission).toBe("diff --git a/x b/x\n");
});

test("live_swe_agent is refused with function calling", () => {
  const start = (): unknown =>
    runAgent({ scaffold: liveSweAgent, mode: "tools", model: createScriptedModel([]), sandbox: createMemorySandbox(), task });
  expect(start).toThrow(/"live_swe_agent" does not work with function calling/);
});
