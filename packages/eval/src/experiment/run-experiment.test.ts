import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineUnavailableError, type GenerateOptions, type SandboxHandle, SandboxLostError } from "@swe/core";
import { createScriptedModel } from "@swe/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHostProvider, type HostProvider } from "../../test/host-provider.ts";
import { createHostSandbox } from "../../test/host-sandbox.ts";
import { bash, sampleExperiment, sampleTask, sampleTree, submit } from "../../test/sample-experiment.ts";
import {
  type AttemptRecord,
  attemptRecordSchema,
  metadataSchema,
  rewardSummarySchema,
  runConfigSchema,
  runExperiment,
  trajectoryLineSchema,
} from "../index.ts";

let folder: string;
let template: SandboxHandle;
let provider: HostProvider;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "swe-experiment-"));
  template = await createHostSandbox();
  await template.run(sampleTree);
  provider = createHostProvider({ template: template.workdir });
});
afterEach(async () => {
  await template.stop();
  rmSync(folder, { recursive: true });
  if (provider.running.size > 0) throw new Error("a sandbox was left behind");
});

const lines = (name: string): unknown[] =>
  readFileSync(join(folder, name), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);
const rows = (): AttemptRecord[] =>
  lines("exp.jsonl")
    .map((line) => attemptRecordSchema.parse(line))
    .toSorted((a, b) => a.instance_id.localeCompare(b.instance_id) || a.attempt - b.attempt);
const text = (...path: string[]): string => readFileSync(join(folder, ...path), "utf8");
const json = (...path: string[]): unknown => JSON.parse(text(...path));

/** Replies by instance: what it does, then submits. */
function modelOf(commands: Readonly<Record<string, string>>) {
  return createScriptedModel(({ context }: GenerateOptions) => {
    const command = commands[context?.instanceId ?? ""] ?? "true";
    return context?.callIndex === 0 ? bash(command) : submit;
  });
}

const fix = "echo 42 >answer; echo noise >x.log";

it("records every attempt, tells the outcomes apart and derives the reports", async () => {
  const tasks = [
    sampleTask({ id: "good", extra: '"version": 1.0, "big": 12345678901234567890' }),
    sampleTask({ id: "bad" }),
    sampleTask({ id: "idle" }),
    sampleTask({ id: "gone", image: "missing:1" }),
  ];
  const model = modelOf({ good: fix, bad: "echo 43 >answer" });
  const { summary, totals } = await runExperiment(sampleExperiment({ folder, provider, model, tasks }));

  expect(totals).toMatchObject({ finished: 4, cancelled: 0 });
  expect(summary.outcomes).toEqual({ resolved: 1, unresolved: 2, agent_error: 0, infra_error: 1 });
  expect(rewardSummarySchema.parse(json("reward_summary.json"))).toEqual(summary);
  expect(summary).toMatchObject({ total: 3, reward_1: { count: 1, instance_ids: ["good"] }, not_graded: [{ instance_id: "gone" }] });
  expect(Object.fromEntries(rows().map((row) => [row.instance_id, [row.reward, row.reward_reason, row.exit_reason]]))).toEqual({
    good: [1, "passed", "agent"],
    bad: [0, "tests_failed", "agent"],
    idle: [0, "empty_patch", "agent"],
    gone: [null, null, "sandbox_error"],
  });
  expect(text("exp.jsonl")).toContain('"version": 1.0, "big": 12345678901234567890');

  expect(lines("trajectories.jsonl")).toHaveLength(3);
  const [resolved] = lines("trajectories_rejection_sampling.jsonl").map((line) => trajectoryLineSchema.parse(line));
  expect(resolved).toEqual(rows().find(({ instance_id: id }) => id === "good")?.history);
  expect(readdirSync(join(folder, "good")).toSorted()).toEqual(["agent.log", "metadata.json", "output_patch.diff", "test_output.log"]);
  expect(text("good", "output_patch.diff")).toBe(rows().find(({ instance_id: id }) => id === "good")?.output_patch);
  expect(metadataSchema.parse(json("good", "metadata.json"))).toMatchObject({
    reward: 1,
    issue_number: "7",
    capture: { left_out: [{ path: "x.log", reason: "ignored" }] },
  });
  expect(text("good", "agent.log")).toContain("echo 42 >answer");
  expect(runConfigSchema.parse(json("run_config.json")).images["sample:1"]).toEqual({ image_id: "sha256:sample:1", digests: [] });
});

it("has each step on the disk when the next one begins", async () => {
  const seen: boolean[] = [];
  const model = createScriptedModel((_request, index) => {
    if (index > 0) seen.push(text("a", "agent.log").includes(`made step ${String(index)}`));
    return index < 3 ? bash(`echo made step ${String(index + 1)}`) : submit;
  });
  await runExperiment(sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] }));
  expect(seen).toEqual([true, true, true]);
});

describe("going on with an experiment", () => {
  const tasks = ["a", "b"].map((id) => sampleTask({ id }));

  it("does only what is not finished, and each attempt once", async () => {
    const options = sampleExperiment({ folder, provider, model: modelOf({ a: fix, b: fix }), tasks });
    await runExperiment({ ...options, tasks: tasks.slice(0, 1) });
    const before = text("exp.jsonl");
    const { totals } = await runExperiment(options);
    expect(totals).toMatchObject({ alreadyDone: 1, finished: 1 });
    expect(text("exp.jsonl").startsWith(before)).toBe(true);
    expect(rows().map((row) => row.instance_id)).toEqual(["a", "b"]);
  });

  it("tells what it goes on from before it does anything", async () => {
    const options = sampleExperiment({ folder, provider, model: modelOf({ a: fix }), tasks });
    await runExperiment({ ...options, tasks: tasks.slice(0, 1) });
    const asked: (readonly string[])[] = [];
    await runExperiment({ ...options, onResume: (found) => asked.push(found.map(({ instanceId }) => instanceId)) });
    expect(asked).toEqual([["a"]]);
  });

  it("does everything again on demand, each new row in the place of the old one", async () => {
    await runExperiment(sampleExperiment({ folder, provider, model: modelOf({ a: fix, b: fix }), tasks }));
    const again = { ...sampleExperiment({ folder, provider, model: modelOf({ a: fix }), tasks }), useExisting: false };
    await runExperiment(again);
    expect(rows().map((row) => [row.instance_id, row.reward])).toEqual([
      ["a", 1],
      ["b", 0],
    ]);
    expect(lines("trajectories_rejection_sampling.jsonl")).toHaveLength(1);
  });

  it("refuses other settings and shows the difference", async () => {
    const options = sampleExperiment({ folder, provider, model: modelOf({}), tasks });
    await runExperiment(options);
    const other = { ...options, settings: { ...options.settings, temperature: 0.5, limits: { maxSteps: 7 } } };
    await expect(runExperiment(other)).rejects.toThrow(/temperature: 0 before, 0.5 now[^]*max_steps: 40 before, 7 now/);
  });

  it("gives another experiment a folder of its own", async () => {
    const options = sampleExperiment({ folder, provider, model: modelOf({ a: fix }), tasks });
    await runExperiment(options);
    const other = { ...options, settings: { ...options.settings, expName: "other", temperature: 0.5 }, skipSolved: true };
    const result = await runExperiment(other);
    expect(result.folder).toBe(join(folder, "other"));
    expect(result.rows.map(({ instanceId }) => instanceId)).toEqual(["b"]);
    expect(rows()).toHaveLength(2);
  });

  it("brings reports up to date that a killed run left behind", async () => {
    const options = sampleExperiment({ folder, provider, model: modelOf({ a: fix }), tasks });
    await runExperiment(options);
    const before = text("reward_summary.json");
    for (const name of ["reward_summary.json", "trajectories.jsonl"]) rmSync(join(folder, name));
    writeFileSync(join(folder, "exp.jsonl"), `${text("exp.jsonl")}{"instance_id":"to`);
    await runExperiment(options);
    expect(text("reward_summary.json")).toBe(before);
    expect(lines("trajectories.jsonl")).toHaveLength(2);
    expect(rows()).toHaveLength(2);
  });
});

describe("trouble", () => {
  it("tries again after the infrastructure failed, and records the attempt once", async () => {
    const tries: number[] = [];
    provider = createHostProvider({
      template: template.workdir,
      onCreate: (_options, index) => {
        tries.push(index);
        if (index === 0) throw new EngineUnavailableError({ message: "The engine went away." });
      },
    });
    await runExperiment(sampleExperiment({ folder, provider, model: modelOf({ a: fix }), tasks: [sampleTask({ id: "a" })] }));
    expect(rows().map((row) => row.reward)).toEqual([1]);
    expect(tries.length).toBeGreaterThan(1);
  });

  describe("a container that is lost while the agent works", () => {
    const lost = (): Promise<never> => Promise.reject(new SandboxLostError({ message: "It is gone.", sandboxUsable: false }));
    /** Dies of the command `DESTROY`, like a container whose processes are all killed. */
    const wrap = (sandbox: SandboxHandle): SandboxHandle => {
      let isLost = false;
      return {
        ...sandbox,
        run: (command, options) => {
          isLost ||= command.includes("DESTROY");
          return isLost ? lost() : sandbox.run(command, options);
        },
        exec: (argv, options) => (isLost ? lost() : sandbox.exec(argv, options)),
      };
    };
    const model = modelOf({ a: "DESTROY" });

    it("is the agent's failure when each try ends so and fresh containers work", async () => {
      provider = createHostProvider({ template: template.workdir, wrap });
      const { summary } = await runExperiment(sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] }));
      expect(summary).toMatchObject({ total: 1, outcomes: { agent_error: 1, infra_error: 0 }, reward_0: { count: 1 } });
      expect(rows()).toMatchObject([
        { reward: 0, reward_reason: "empty_patch", exit_reason: "sandbox_error", error: { code: "sandbox_lost" } },
      ]);
      expect(text("a", "output_patch.diff")).toBe("");
      expect(provider.created.length).toBeGreaterThan(5);
    });

    it("counts against nobody the first time, and what earlier runs saw is remembered", async () => {
      provider = createHostProvider({ template: template.workdir, wrap });
      const options = { ...sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] }), infraRetries: 0 };
      expect((await runExperiment(options)).summary.outcomes).toMatchObject({ agent_error: 0, infra_error: 1 });
      expect((await runExperiment(options)).summary.outcomes).toMatchObject({ agent_error: 1, infra_error: 0 });
    });

    it("counts against nobody when no fresh container can be had", async () => {
      let destroyed = 0;
      const failing = (sandbox: SandboxHandle): SandboxHandle => {
        const wrapped = wrap(sandbox);
        return {
          ...wrapped,
          run: (command, options) => {
            if (command.includes("DESTROY")) destroyed++;
            return wrapped.run(command, options);
          },
        };
      };
      const onCreate = (): void => {
        if (destroyed === 3) throw new EngineUnavailableError({ message: "The engine went away." });
      };
      provider = createHostProvider({ template: template.workdir, wrap: failing, onCreate });
      const { summary } = await runExperiment(sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] }));
      expect(summary.outcomes).toMatchObject({ agent_error: 0, infra_error: 1 });
    });
  });

  it("keeps patch and log of what is stopped, and does it again later", async () => {
    const stop = new AbortController();
    const model = createScriptedModel(async ({ abortSignal, context }) => {
      if (context?.callIndex === 0) return bash("echo half >answer");
      stop.abort(new Error("Ctrl-C"));
      abortSignal?.throwIfAborted();
      return submit;
    });
    const tasks = [sampleTask({ id: "a" }), sampleTask({ id: "b" })];
    const options = { ...sampleExperiment({ folder, provider, model, tasks }), workers: 1 };
    const stopped = await runExperiment({ ...options, abort: { soft: stop.signal } });
    expect(stopped).toMatchObject({ stopReason: { message: "Ctrl-C" }, summary: { total: 0, cancelled: 1 }, totals: { notStarted: 1 } });
    expect(rows()).toMatchObject([{ instance_id: "a", exit_reason: "cancelled", reward: null }]);
    expect(text("a", "output_patch.diff")).toContain("+half");
    expect(text("a", "agent.log")).toContain("half >answer");
    expect(text("trajectories.jsonl")).toBe("");

    const { totals } = await runExperiment({ ...options, services: { ...options.services, model: modelOf({ a: fix, b: fix }) } });
    expect(totals).toMatchObject({ finished: 2 });
    expect(rows().map((row) => [row.instance_id, row.reward])).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
  });

  it("stops rather than fail one instance after the other", async () => {
    const tasks = Array.from({ length: 40 }, (_, index) => sampleTask({ id: `i${String(index)}`, image: "missing:1" }));
    const { stopReason, totals } = await runExperiment(sampleExperiment({ folder, provider, model: modelOf({}), tasks }));
    expect(stopReason).toMatchObject({ code: "outage" });
    expect(totals.notStarted).toBeGreaterThan(20);
  });
});

describe("several runs for one instance", () => {
  it("keeps the run with the fewest steps when no iteration finishes, with its own patch", async () => {
    const temperatures: (number | undefined)[] = [];
    let run = -1;
    const model = createScriptedModel(({ context, temperature }) => {
      if (context?.callIndex === 0) {
        run++;
        temperatures.push(temperature);
      }
      // The second run ends early: its conversation is too long for the limit.
      return run === 1 ? `${bash("echo 42 >answer")}\n${"word ".repeat(6000)}` : bash(`echo run ${String(run)} >answer`);
    });
    const options = sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] });
    const settings = { ...options.settings, maxIterations: 4, limits: { maxSteps: 3, maxStepsAbsolute: 3, maxConversationTokens: 6000 } };
    await runExperiment({ ...options, settings });
    expect(temperatures).toEqual([0, 0.1, 0.2, 0.2]);
    expect(rows()).toMatchObject([{ reward: 1, exit_reason: "token_limit", earlier_runs: [{ steps: 3 }, { steps: 3 }, { steps: 3 }] }]);
    expect(rows()[0]?.trajectory_steps).toHaveLength(1);
    expect(text("a", "output_patch.diff")).toContain("+42");
  });

  it("shares the steps among restarts in one container", async () => {
    const model = createScriptedModel(({ context }, index) =>
      index < 4 ? bash(`echo ${String(40 + index)} >answer`) : context === undefined ? "" : submit,
    );
    const options = sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] });
    await runExperiment({ ...options, settings: { ...options.settings, numRestarts: 5, limits: { maxSteps: 10, maxStepsAbsolute: 10 } } });
    const [row] = rows();
    expect(row).toMatchObject({ max_steps: 2, exit_reason: "agent", reward: 0, earlier_runs: [{ steps: 2 }, { steps: 2 }] });
    expect(row?.output_patch).toContain("+43");
    expect(provider.created.filter(({ network }) => network === "none")).toHaveLength(2);
  });

  it("puts further samples into folders of their own and estimates pass@k", async () => {
    const model = createScriptedModel(({ context }) => (context?.callIndex === 0 && context.attempt === 1 ? bash(fix) : submit));
    const options = sampleExperiment({ folder, provider, model, tasks: [sampleTask({ id: "a" })] });
    const { summary } = await runExperiment({ ...options, samples: 3 });
    expect(rows().map((row) => [row.attempt, row.reward])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ]);
    expect(existsSync(join(folder, "a", "attempt_2", "agent.log"))).toBe(true);
    expect(text("a", "attempt_1", "output_patch.diff")).toContain("+42");
    expect(summary.pass_at_k).toEqual({ "1": expect.closeTo(1 / 3), "2": expect.closeTo(2 / 3), "3": 1 });
  });
});

it("stops with one clear error when the output folder cannot be written", async () => {
  const options = sampleExperiment({
    folder,
    provider,
    model: modelOf({ a: fix }),
    tasks: [sampleTask({ id: "a" }), sampleTask({ id: "b" })],
  });
  writeFileSync(join(folder, "a"), "a file where the attempt's folder belongs");
  await expect(runExperiment(options)).rejects.toMatchObject({ code: "storage", path: join(folder, "a") });
  rmSync(join(folder, "a"));
  expect((await runExperiment(options)).summary.total).toBe(2);
});
