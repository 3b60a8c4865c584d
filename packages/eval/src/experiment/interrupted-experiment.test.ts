import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineUnavailableError, type GenerateOptions, type SandboxHandle, SandboxLostError } from "@swe/core";
import { createManualClock, createScriptedModel } from "@swe/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHostProvider } from "../../test/host-provider.ts";
import { createHostSandbox } from "../../test/host-sandbox.ts";
import { bash, sampleExperiment, sampleTask, sampleTree, submit } from "../../test/sample-experiment.ts";
import { type AttemptRecord, attemptRecordSchema, metadataSchema, runExperiment, totalSpent } from "../index.ts";

let folder: string;
let template: SandboxHandle;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "swe-experiment-"));
  template = await createHostSandbox();
  await template.run(sampleTree);
});
afterEach(async () => {
  await template.stop();
  rmSync(folder, { recursive: true, force: true });
});

const text = (...path: string[]): string => readFileSync(join(folder, ...path), "utf8");
const rows = (): AttemptRecord[] =>
  text("exp.jsonl")
    .split("\n")
    .filter(Boolean)
    .map((line) => attemptRecordSchema.parse(JSON.parse(line)));
const modelOf = (command: string) =>
  createScriptedModel(({ context }: GenerateOptions) => (context?.callIndex === 0 ? bash(command) : submit));

it("takes the containers away on a hard stop, whatever goes on in them", async () => {
  const [soft, hard] = [new AbortController(), new AbortController()];
  // Ends only with its container, as what swallows every signal does.
  const wrap = (sandbox: SandboxHandle): SandboxHandle => {
    const gone = Promise.withResolvers<never>();
    gone.promise.catch(() => undefined);
    return {
      ...sandbox,
      run: (command, options) => {
        if (!command.includes("HANG")) return sandbox.run(command, options);
        soft.abort(new Error("Ctrl-C"));
        hard.abort(new Error("Ctrl-C again"));
        return gone.promise;
      },
      stop: async () => {
        gone.reject(new SandboxLostError({ message: "It is gone.", sandboxUsable: false }));
        await sandbox.stop();
      },
    };
  };
  const provider = createHostProvider({ template: template.workdir, wrap });
  const options = sampleExperiment({ folder, provider, model: modelOf("HANG"), tasks: [sampleTask({ id: "a" })] });
  const abort = { soft: soft.signal, hard: hard.signal };
  const { totals } = await runExperiment({ ...options, services: { ...options.services, clock: createManualClock() }, abort });
  expect(totals).toMatchObject({ cancelled: 1, abandoned: 0 });
  expect(rows()).toMatchObject([{ exit_reason: "cancelled", reward: null, error: { code: "cancelled" } }]);
  expect(provider.running.size).toBe(0);
});

it("does not mind a clock that is set back while an attempt runs", async () => {
  const clock = createManualClock();
  const provider = createHostProvider({ template: template.workdir, onCreate: () => clock.jump(-3_600_000) });
  const options = sampleExperiment({ folder, provider, model: modelOf("echo 42 >answer"), tasks: [sampleTask({ id: "a" })] });
  const { summary } = await runExperiment({ ...options, services: { ...options.services, clock } });
  expect(summary.outcomes.resolved).toBe(1);
  const [row] = rows();
  expect(Date.parse(row?.finished_at ?? "")).toBeLessThan(Date.parse(row?.started_at ?? ""));
  expect(Object.values(row?.durations ?? {}).every((seconds) => seconds >= 0)).toBe(true);
  metadataSchema.parse(JSON.parse(text("a", "metadata.json")));
});

it("lets nothing take the place of a verdict but another verdict, when attempts are done again", async () => {
  const provider = createHostProvider({ template: template.workdir });
  const tasks = [sampleTask({ id: "a" })];
  await runExperiment(sampleExperiment({ folder, provider, model: modelOf("echo 42 >answer"), tasks }));
  const before = ["exp.jsonl", "a/output_patch.diff", "a/metadata.json", "a/test_output.log", "reward_summary.json"].map((file) =>
    text(file),
  );
  const stop = new AbortController();
  const model = createScriptedModel(({ context }) => {
    if (context?.callIndex === 1) stop.abort(new Error("Ctrl-C"));
    return context?.callIndex === 0 ? bash("echo 43 >answer") : submit;
  });
  const again = { ...sampleExperiment({ folder, provider, model, tasks }), useExisting: false, abort: { soft: stop.signal } };
  const { summary, totals } = await runExperiment(again);
  expect(totals.cancelled).toBe(1);
  expect(summary.outcomes.resolved).toBe(1);
  expect(
    ["exp.jsonl", "a/output_patch.diff", "a/metadata.json", "a/test_output.log", "reward_summary.json"].map((file) => text(file)),
  ).toEqual(before);
});

it("restores the files of an attempt that a killed run had begun to do again", async () => {
  const provider = createHostProvider({ template: template.workdir });
  const options = sampleExperiment({ folder, provider, model: modelOf("echo 42 >answer"), tasks: [sampleTask({ id: "a" })] });
  await runExperiment(options);
  const files = ["a/output_patch.diff", "a/metadata.json"];
  const before = files.map((file) => text(file));
  rmSync(join(folder, "a", "output_patch.diff"));
  writeFileSync(join(folder, "a", "metadata.json"), text("a", "metadata.json").replace('"reward": 1', '"reward": 0'));
  await runExperiment(options);
  expect(files.map((file) => text(file))).toEqual(before);
});

it("remembers what stopped and lost tries cost, however often the run is started again", async () => {
  let creations = 0;
  const provider = createHostProvider({
    template: template.workdir,
    onCreate: () => {
      // The container for grading of the first try, and both that replace it.
      creations++;
      if (creations > 1 && creations < 5) throw new EngineUnavailableError({ message: "The engine went away." });
    },
  });
  const stop = new AbortController();
  const model = createScriptedModel(({ context }, index) => {
    if (index === 3) stop.abort(new Error("Ctrl-C"));
    return { content: context?.callIndex === 0 ? bash("echo 42 >answer") : submit, cost: 1 };
  });
  const options = sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] });
  const first = await runExperiment({ ...options, abort: { soft: stop.signal } });
  expect(first.rows.map(({ exitReason }) => exitReason)).toEqual(["cancelled"]);
  const afterFirst = first.rows.map(totalSpent);
  expect(afterFirst).toEqual([{ cost: model.calls.length - 1, tokens: null }]);

  const second = await runExperiment(options);
  expect(second.rows).toMatchObject([{ reward: 1, cost: 2, spentBefore: afterFirst[0] }]);
  const seen: unknown[] = [];
  await runExperiment({ ...options, onResume: (rows) => seen.push(...rows.map(totalSpent)) });
  expect(seen).toEqual([{ cost: model.calls.length - 1, tokens: null }]);
  expect(rows()).toHaveLength(1);
});
