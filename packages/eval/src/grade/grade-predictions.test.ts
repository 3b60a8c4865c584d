import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxHandle } from "@swe/core";
import { createScriptedModel } from "@swe/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHostProvider } from "../../test/host-provider.ts";
import { createHostSandbox } from "../../test/host-sandbox.ts";
import { sampleExperiment, sampleTask, sampleTree } from "../../test/sample-experiment.ts";
import { gradePredictions, type GradePredictionsOptions } from "../index.ts";

let folder: string;
let template: SandboxHandle;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "swe-grade-"));
  template = await createHostSandbox();
  await template.run(sampleTree);
});
afterEach(async () => {
  await template.stop();
  rmSync(folder, { recursive: true, force: true });
});

const patch = Buffer.from("diff --git a/answer b/answer\n--- a/answer\n+++ b/answer\n@@ -1 +1 @@\n-41\n+42\n");

function optionsFor(output: string, image?: string): GradePredictionsOptions {
  const provider = createHostProvider({ template: template.workdir });
  const tasks = [sampleTask({ id: "a", ...(image === undefined ? {} : { image }) })];
  const { services } = sampleExperiment({ folder, provider, model: createScriptedModel([]), tasks });
  const predictions = tasks.map((task) => ({ task, model: "m", attempt: 0, patch }));
  return { output, predictions, settings: { confirm: "none" }, services, infraRetries: 0 };
}

const lines = (path: string): { reward: number | null }[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { reward: number | null });

it("leaves one line for each prediction, also when a run was killed before it could tidy up", async () => {
  const output = join(folder, "grades.jsonl");
  await gradePredictions(optionsFor(output, "missing:1"));
  const failed = readFileSync(output, "utf8");
  await gradePredictions(optionsFor(output));
  expect(lines(output)).toMatchObject([{ reward: 1 }]);
  // Killed after the new line was written and before the old one was dropped.
  writeFileSync(output, failed + readFileSync(output, "utf8"));
  const { totals } = await gradePredictions(optionsFor(output));
  expect(totals).toMatchObject({ alreadyDone: 1, finished: 0 });
  expect(lines(output)).toMatchObject([{ reward: 1 }]);
});

it.each([
  ["a dataset", '[{"instance_id": "a"}]'],
  ["a dataset over several lines", '[\n  {"instance_id": "a"}\n]'],
  ["predictions", '{"instance_id": "a", "model_patch": ""}\n'],
])("does not touch a file that holds something else: %s", async (_what, content) => {
  const output = join(folder, "precious.json");
  writeFileSync(output, content);
  await expect(gradePredictions(optionsFor(output))).rejects.toMatchObject({
    code: "input",
    message: expect.stringContaining(output) as string,
  });
  expect(readFileSync(output, "utf8")).toBe(content);
});
