// A tool of your own, added to a scaffold that exists: the agent gets one call that runs the tests and boils their output down.
// Run it with: node --conditions=@swe/source examples/custom-tool.ts MODEL IMAGE
import { defineTool, runAgent, type Scaffold } from "@swe/agent";
import { shellQuote } from "@swe/core";
import { createModel, resolveModel } from "@swe/llm";
import { createDockerProvider } from "@swe/runtime-docker";
import { r2egym } from "@swe/scaffolds-r2egym";
import { z } from "zod";

const [modelName = "openai/gpt-4o-mini", image = "swe-sample-base:1"] = process.argv.slice(2);

const runTests = defineTool({
  name: "run_tests",
  description: "Runs tests with pytest and tells which of them fail.",
  parameters: z.object({ path: z.string().default(".").describe("File or folder with the tests.") }),
  run: async ({ path }, { sandbox, timeoutMs, abortSignal }) => {
    const command = `python3 -m pytest -q --tb=line -p no:cacheprovider ${shellQuote(path)}`;
    const { output, exitCode, timedOut } = await sandbox.run(command, { timeoutMs, abortSignal });
    if (timedOut) return { text: "ERROR: the tests took too long. Run fewer of them." };
    const failed = output.split("\n").filter((line) => line.startsWith("FAILED"));
    return {
      text: exitCode === 0 ? "All tests pass." : [`${failed.length} tests fail:`, ...failed].join("\n"),
      info: { failed: failed.length },
    };
  },
});

const scaffold: Scaffold = { ...r2egym, id: "r2egym_with_tests", tools: [runTests, ...r2egym.tools] };

await using provider = createDockerProvider({ owner: { runId: `example-${process.pid}` } });
await using sandbox = await provider.create({ image });
await sandbox.writeFile("/testbed/add.py", "def add(a, b):\n    return a - b\n");
await sandbox.writeFile("/testbed/test_add.py", "from add import add\n\ndef test_add():\n    assert add(2, 3) == 5\n");

const { exitReason, steps } = await runAgent({
  scaffold,
  mode: "tools",
  model: createModel(resolveModel(modelName, process.env)),
  sandbox,
  task: { instanceId: "custom-tool", problemStatement: "The test in test_add.py fails." },
}).result;
console.log(JSON.stringify({ exitReason, observations: steps.map((step) => step.observation) }));
