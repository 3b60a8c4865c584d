// One scaffold on one container: the agent gets a small broken program and repairs it.
// Run it with: node --conditions=@swe/source examples/one-scaffold.ts MODEL IMAGE
import { runAgent } from "@swe/agent";
import { createModel, resolveModel } from "@swe/llm";
import { createDockerProvider } from "@swe/runtime-docker";
import { miniSweAgent } from "@swe/scaffolds-mini";

const [modelName = "openai/gpt-4o-mini", image = "swe-sample-base:1"] = process.argv.slice(2);

await using provider = createDockerProvider({ owner: { runId: `example-${process.pid}` } });
await using sandbox = await provider.create({ image });
await sandbox.writeFile("/testbed/add.py", "def add(a, b):\n    return a - b\n");

const run = runAgent({
  scaffold: miniSweAgent,
  model: createModel(resolveModel(modelName, process.env)),
  sandbox,
  task: { instanceId: "one-scaffold", problemStatement: "add(2, 3) in add.py returns -1 instead of 5." },
  limits: { maxSteps: 15, maxCost: 0.5 },
});

for await (const event of run) {
  if (event.type === "step-end") console.log(`--- step ${event.step.step_count}\n${event.step.action}\n${event.step.observation}`);
}
const { exitReason, cost } = await run.result;
const check = await sandbox.run("python3 -c 'import add; print(add.add(2, 3))'");
console.log(JSON.stringify({ exitReason, cost: cost ?? null, answer: check.stdout.trim() }));
