import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acquireRunLock, type BatchEvent } from "@swe/batch";
import { type DatasetEntry, EngineUnavailableError, type GenerateOptions, type SandboxHandle } from "@swe/core";
import { createScriptedModel } from "@swe/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHostProvider } from "../../test/host-provider.ts";
import { createHostSandbox } from "../../test/host-sandbox.ts";
import { bash, sampleExperiment, sampleTask, sampleTree, submit } from "../../test/sample-experiment.ts";
import { exportPredictions, type ExperimentOptions, regrade, runExperiment } from "../index.ts";

let folder: string;
let template: SandboxHandle;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "swe-regrade-"));
  template = await createHostSandbox();
  await template.run(sampleTree);
});
afterEach(async () => {
  await template.stop();
  rmSync(folder, { recursive: true, force: true });
});

const model = createScriptedModel(({ context }: GenerateOptions) => (context?.callIndex === 0 ? bash("echo 42 >answer") : submit));

/** One attempt that is solved, one for which there is no image, one whose grading the engine failed. */
function brokenRun(): ExperimentOptions {
  const onCreate = ({ owner }: { readonly owner?: { readonly instanceId?: string | undefined } | undefined }, index: number): void => {
    if (owner?.instanceId === "ungraded" && index > 0) throw new EngineUnavailableError({ message: "The engine went away." });
  };
  const provider = createHostProvider({ template: template.workdir, onCreate });
  const tasks = [sampleTask({ id: "ungraded" }), sampleTask({ id: "solved" }), sampleTask({ id: "lost", image: "missing:1" })];
  return { ...sampleExperiment({ folder, provider, model, tasks }), workers: 1, infraRetries: 0 };
}

function regradeOptions(options: ExperimentOptions, events: BatchEvent[] = []) {
  const parseEntry = (json: string): DatasetEntry => sampleTask({ id: (JSON.parse(json) as { instance_id: string }).instance_id }).entry;
  const { model: _model, ...services } = { ...options.services, provider: createHostProvider({ template: template.workdir }) };
  return { folder, parseEntry, settings: {}, services, onEvent: (event: BatchEvent) => void events.push(event) };
}

it("gives a verdict to what could not be graded, and none to what the infrastructure lost before there was a patch", async () => {
  const options = brokenRun();
  const { summary } = await runExperiment(options);
  expect(summary.outcomes).toMatchObject({ resolved: 1, infra_error: 2 });
  const events: BatchEvent[] = [];
  const again = await regrade(regradeOptions(options, events));
  expect(again.summary.outcomes).toEqual({ resolved: 2, unresolved: 0, agent_error: 0, infra_error: 1 });
  expect(again.summary.not_graded).toMatchObject([{ instance_id: "lost" }]);
  expect(again).toMatchObject({ totals: { finished: 2 }, failed: [], changed: [{ after: { instanceId: "ungraded", reward: 1 } }] });
  expect(events).toContainEqual(
    expect.objectContaining({ type: "warning", message: expect.stringContaining('"lost" was lost') as string }),
  );
  expect(readFileSync(join(folder, "trajectories.jsonl"), "utf8").trim().split("\n")).toHaveLength(2);
});

it("leaves verdicts alone when it is stopped, and calls that cancelled", async () => {
  const options = brokenRun();
  await runExperiment(options);
  const before = readFileSync(join(folder, "exp.jsonl"), "utf8");
  const stop = new AbortController();
  const events: BatchEvent[] = [];
  const onEvent = (event: BatchEvent): void => {
    events.push(event);
    if (event.type === "attempt-phase") stop.abort(new Error("Ctrl-C"));
  };
  const { totals, failed } = await regrade({ ...regradeOptions(options), onEvent, abort: { soft: stop.signal } });
  expect([totals.cancelled, totals.notStarted, failed]).toEqual([1, 1, []]);
  expect(events).toContainEqual(expect.objectContaining({ type: "attempt-end", isCancelled: true }));
  expect(readFileSync(join(folder, "exp.jsonl"), "utf8")).toBe(before);
});

it("says that an instance is not in the run", async () => {
  const options = brokenRun();
  await runExperiment(options);
  await expect(regrade({ ...regradeOptions(options), only: ["solved", "other"] })).rejects.toMatchObject({ code: "input" });
});

it("exports no patch that says nothing about the agent", async () => {
  await runExperiment(brokenRun());
  const output = join(folder, "predictions.jsonl");
  expect(await exportPredictions({ folder, output })).toBe(2);
  const ids = readFileSync(output, "utf8").trim().split("\n");
  expect(ids.map((line) => (JSON.parse(line) as { instance_id: string }).instance_id)).toEqual(["ungraded", "solved"]);
});

it("is refused while its experiment runs in a folder below another one, and the other way round", async () => {
  const options = brokenRun();
  await runExperiment(options);
  const other = { ...options, settings: { ...options.settings, expName: "other" } };
  await runExperiment(other);
  await using lock = await acquireRunLock(join(folder, "other"));
  await expect(runExperiment(other)).rejects.toThrow("is in use by process");
  await lock.release();
  await expect(runExperiment(other)).resolves.toBeDefined();
});

it("counts solved instances of neighbours whatever their files hold", async () => {
  const options = brokenRun();
  await runExperiment(options);
  writeFileSync(join(folder, "notes.jsonl"), 'text\n{"instance_id": "lost", "reward": 1}\n{"instance_id": "ungr');
  const other = { ...options, settings: { ...options.settings, expName: "other" }, skipSolved: true };
  const { rows } = await runExperiment(other);
  expect(rows.map(({ instanceId }) => instanceId)).toEqual(["ungraded"]);
  const stop = new AbortController();
  stop.abort(new Error("Ctrl-C"));
  await expect(runExperiment({ ...other, abort: { soft: stop.signal } })).rejects.toThrow("Ctrl-C");
});
