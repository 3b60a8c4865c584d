import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BatchEvent } from "@swe/batch";
import { type DatasetEntry, EngineUnavailableError, ImageBuildError, InputError, ModelAuthError, systemClock } from "@swe/core";
import { createManualClock, createScriptedModel, type MemoryProvider, type ScriptedModel } from "@swe/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFakeEngine } from "../../test/fake-engine.ts";
import { fakeProver } from "../../test/fake-prover.ts";
import { type EntryFacts, makeEntry } from "../../test/make-entry.ts";
import { transferDataset, type TransferDatasetOptions, type TransferReport } from "../index.ts";

let folder: string;
let provider: MemoryProvider;
let built: string[];
let onBuild: (id: string) => void | Promise<void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "transfer-"));
  built = [];
  onBuild = () => undefined;
  provider = createFakeEngine({
    onBuild: async ({ owner }) => {
      built.push(owner?.instanceId ?? "");
      await onBuild(owner?.instanceId ?? "");
    },
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const facts: readonly EntryFacts[] = [{ id: "a-1" }, { id: "b-2", script: "HANG" }, { id: "c-3" }, { id: "d-4", script: "VACUOUS" }];

function run(options: Partial<TransferDatasetOptions> = {}, model: ScriptedModel = createScriptedModel([])): Promise<TransferReport> {
  const entries = options.entries ?? facts.map(makeEntry);
  return transferDataset({
    entries,
    inputFile: "/somewhere/rows.jsonl",
    outputFolder: folder,
    model,
    provider,
    prover: fakeProver,
    clock: createManualClock(Date.UTC(2026, 0, 1)),
    ...options,
  });
}

const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const json = (name: string): unknown => JSON.parse(read(name));
const idsOf = (name: string): string[] => (json(name) as { instance_id: string }[]).map((row) => row.instance_id);

describe("a run", () => {
  it("writes every file of an output folder and nothing else", async () => {
    const report = await run();
    expect(report).toMatchObject({ isComplete: true, unfinished: [], summary: { total: 4, succeeded: 2, failed: 2 } });
    expect(readdirSync(folder).toSorted()).toEqual([
      "a-1",
      "b-2",
      "c-3",
      "d-4",
      "rows_failed.json",
      "rows_transferred.json",
      "summary.json",
      "summary_history.jsonl",
      "summary_main.json",
      "transfer_journal.jsonl",
      "transfer_run.json",
    ]);
    expect(json("summary_main.json")).toMatchObject({
      total: 4,
      succeeded: 2,
      failed: 2,
      success_rate: 0.5,
      failed_instances: [{ instance_id: "b-2" }, { instance_id: "d-4" }],
    });
    expect(JSON.parse(read("summary_history.jsonl"))).toMatchObject({ total: 4, input_file: "/somewhere/rows.jsonl" });
    expect(json("summary.json")).toEqual([
      { instance_id: "a-1", success: true, reason: null, cost: 0 },
      { instance_id: "b-2", success: false, reason: expect.stringContaining("time limit") as string, cost: 0 },
      { instance_id: "c-3", success: true, reason: null, cost: 0 },
      { instance_id: "d-4", success: false, reason: expect.stringContaining("without the gold patch") as string, cost: 0 },
    ]);
    expect(readdirSync(join(folder, "b-2")).toSorted()).toEqual([
      "Dockerfile_original",
      "eval_script_original.sh",
      "instance.log",
      "iteration_0",
      "run_tests_original.sh",
      "status.json",
      "summary.json",
    ]);
  });

  it("names the image that was built, whatever image the input named", async () => {
    await run();
    const [first] = json("rows_transferred.json") as Record<string, unknown>[];
    expect(first).toMatchObject({ docker_image: "a-1_swefactory_root", network: "none", before_exit_code: 1, after_exit_code: 0 });
    expect(first).not.toHaveProperty("FAIL_TO_PASS");
    expect(json("rows_failed.json")).toMatchObject([
      { instance_id: "b-2", docker_image: "left-over:1", failure_reason: expect.any(String) as string },
      {},
    ]);
  });

  it("writes empty lists for an empty selection", async () => {
    expect(await run({ only: [] })).toMatchObject({ isComplete: true, summary: { total: 0, success_rate: 0 } });
    expect(json("rows_transferred.json")).toEqual([]);
  });

  it.each([[["x-1", "X-1"]], [["../up"]], [["a/b"]], [[".lock"]], [["summary.json"]]])("refuses the ids %j", async (ids) => {
    const entries = ids.map((id) => makeEntry({ id }));
    await expect(run({ entries })).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("records where pushed and saved images are", async () => {
    await run({ settings: { push: "127.0.0.1:5000/team/", save: join(folder, "images") } });
    const [first] = json("rows_transferred.json") as Record<string, unknown>[];
    expect(first).toMatchObject({
      docker_image_pushed: "127.0.0.1:5000/team/a-1_swefactory_root",
      docker_image_digest: expect.stringContaining("sha256:") as string,
      docker_image_tarball: "images/a-1_swefactory_root.tar",
    });
  });
});

describe("a run after another", () => {
  it("keeps earlier results where the infrastructure breaks, and does those again when started once more", async () => {
    await run();
    const before = [read("rows_transferred.json"), read("rows_failed.json"), read("a-1/status.json")];
    onBuild = (id) => {
      if (id < "c") throw new ImageBuildError({ message: "No registry.", reason: "base_image_missing", log: "" });
    };
    const broken = await run();
    expect(broken).toMatchObject({ isComplete: false, summary: { succeeded: 2, failed: 2, infra_errors: 0 } });
    expect(broken.unfinished).toEqual(
      ["a-1", "b-2"].map((instanceId) => ({
        instanceId,
        reason: expect.stringContaining("No registry. The earlier result stays.") as string,
      })),
    );
    expect([read("rows_transferred.json"), read("rows_failed.json"), read("a-1/status.json")]).toEqual(before);
    onBuild = () => undefined;
    built = [];
    expect(await run()).toMatchObject({ isComplete: true, summary: { succeeded: 2, failed: 2 } });
    expect(built.toSorted()).toEqual(["a-1", "b-2"]);
  });

  it("does everything again, old results staying in place until each is replaced", async () => {
    await run();
    writeFileSync(join(folder, "a-1", "mark"), "old");
    const during: string[] = [];
    onBuild = () => void during.push(...readdirSync(join(folder, "a-1")));
    await run({ maxWorkers: 1 });
    expect(during.filter((name) => name === "mark")).toHaveLength(1);
    expect(built).toHaveLength(8);
    expect(readdirSync(join(folder, "a-1"))).not.toContain("mark");
    expect(read("summary_history.jsonl").trimEnd().split("\n")).toHaveLength(2);
  });

  it("skips what has a summary, and does what has none", async () => {
    await run();
    rmSync(join(folder, "c-3", "summary.json"));
    const report = await run({ skipExisting: true });
    expect(built.slice(4)).toEqual(["c-3"]);
    expect(report.summary.total).toBe(4);
  });

  it("pushes what was transferred before without doing it again", async () => {
    await run();
    await run({ skipExisting: true, settings: { push: "registry/team" } });
    expect(built).toHaveLength(4);
    expect(json("rows_transferred.json")).toMatchObject([
      { docker_image_pushed: "registry/team/a-1_swefactory_root" },
      { docker_image_pushed: "registry/team/c-3_swefactory_root" },
    ]);
    expect(json("a-1/status.json")).toMatchObject({ status: "transferred", docker_image_pushed: "registry/team/a-1_swefactory_root" });
  });

  it("retries the failures of the infrastructure alone", async () => {
    onBuild = (id) => {
      if (id === "a-1") throw new EngineUnavailableError({ message: "gone" });
    };
    const broken = await run({ infraRetries: 0 });
    expect(broken.summary).toMatchObject({ succeeded: 1, failed: 3, infra_errors: 1 });
    onBuild = () => undefined;
    const repaired = await run({ retry: "infra" });
    expect(built.slice(4)).toEqual(["a-1"]);
    expect(repaired.summary).toMatchObject({ succeeded: 2, failed: 2, infra_errors: 0 });
  });

  it("brings results back whose journal was lost", async () => {
    await run();
    const before = read("rows_transferred.json");
    rmSync(join(folder, "transfer_journal.jsonl"));
    expect(await run({ skipExisting: true })).toMatchObject({ summary: { total: 4, succeeded: 2 } });
    expect(read("rows_transferred.json")).toBe(before);
    expect(built).toHaveLength(4);
  });

  it("reports a damaged journal line and keeps the rest", async () => {
    await run();
    const lines = read("transfer_journal.jsonl").split("\n");
    writeFileSync(join(folder, "transfer_journal.jsonl"), [lines[0], "{damaged", ...lines.slice(1)].join("\n"));
    const events: BatchEvent[] = [];
    await run({ skipExisting: true, onEvent: (event) => events.push(event) });
    expect(events.filter((event) => event.type === "warning")).toHaveLength(1);
    expect(idsOf("summary.json")).toEqual(["a-1", "b-2", "c-3", "d-4"]);
  });
});

describe("an interrupted run", () => {
  it("keeps its results, reports them, and goes on when started again", async () => {
    const controller = new AbortController();
    onBuild = (id) => {
      if (id === "c-3") controller.abort(new Error("interrupted"));
    };
    const stopped = await run({ maxWorkers: 1, abort: { soft: controller.signal } });
    expect(stopped).toMatchObject({ isComplete: false, unfinished: [{ instanceId: "c-3" }], summary: { total: 2 } });
    expect(idsOf("summary.json")).toEqual(["a-1", "b-2"]);
    expect(readdirSync(folder)).not.toContain("summary_history.jsonl");
    onBuild = () => undefined;
    const resumed = await run();
    expect(built.slice(3).toSorted()).toEqual(["c-3", "d-4"]);
    expect(resumed).toMatchObject({ isComplete: true, runId: stopped.runId, summary: { total: 4 } });
    expect(read("summary_history.jsonl").trimEnd().split("\n")).toHaveLength(1);
  });

  it("stops cleanly at the cost ceiling and goes on with a higher one", async () => {
    const entries = [makeEntry({ id: "a-1", dockerfile: "NESTED" }), makeEntry({ id: "b-2", dockerfile: "NESTED" })];
    const replies = [
      { content: JSON.stringify({ dockerfile: "FROM base:1\n" }), cost: 1 },
      { content: JSON.stringify({ needs_revision: false }), cost: 1 },
      { content: JSON.stringify({ eval_script: "<None>" }), cost: 1 },
    ];
    const model = (): ScriptedModel => createScriptedModel((options, index) => replies[(options.context?.callIndex ?? index) % 3] ?? "");
    const stopped = await run({ entries, maxWorkers: 1, maxCost: 4 }, model());
    expect(stopped).toMatchObject({ isComplete: false, summary: { total: 1, total_cost: 3 } });
    expect(stopped.unfinished).toMatchObject([{ instanceId: "b-2", reason: expect.stringContaining("$4") as string }]);
    expect(await run({ entries, maxCost: 10 }, model())).toMatchObject({ isComplete: true, summary: { succeeded: 2, total_cost: 6 } });
  });

  it("stops at the ceiling of tokens as well", async () => {
    const usage = { inputTokens: 90, outputTokens: 10 };
    const model = createScriptedModel([{ content: '{"dockerfile": "<None>"}', usage }]);
    const report = await run({ entries: [makeEntry({ dockerfile: "NESTED" })], maxTokens: 100 }, model);
    expect(report).toMatchObject({ isComplete: false, unfinished: [{ reason: expect.stringContaining("100 tokens") as string }] });
    expect(model.calls).toHaveLength(1);
  });

  it("says that a ceiling cannot be kept when the model tells no cost", async () => {
    const replies = ['{"dockerfile": "FROM base:1"}', '{"needs_revision": false}', '{"eval_script": "<None>"}'];
    const warnings: string[] = [];
    const onEvent = (event: BatchEvent): void => void (event.type === "warning" && warnings.push(event.message));
    await run({ entries: [makeEntry({ dockerfile: "NESTED" })], maxCost: 1, onEvent }, createScriptedModel(replies));
    expect(warnings).toEqual([expect.stringContaining("tells no cost")]);
  });

  it("stops at a refused key instead of failing every instance", async () => {
    const entries = [makeEntry({ dockerfile: "NESTED" })];
    await expect(run({ entries }, createScriptedModel([new ModelAuthError({ message: "refused" })]))).rejects.toThrow("refused");
    expect(readdirSync(folder)).not.toContain("owner__repo-1");
  });
});

it("tries again what the infrastructure broke, without a trace in the result", async () => {
  let failures = 2;
  onBuild = () => {
    if (failures-- > 0) throw new EngineUnavailableError({ message: "gone" });
  };
  const clock = createManualClock();
  const events: string[] = [];
  const running = run({
    entries: [makeEntry({ id: "a-1" })],
    clock,
    onEvent: (event) => {
      events.push(event.type);
      if (event.type === "attempt-retry") setImmediate(() => void clock.advance(60_000));
    },
  });
  expect(await running).toMatchObject({ summary: { succeeded: 1, failed: 0 } });
  expect(events.filter((type) => type === "attempt-retry")).toHaveLength(2);
});

it("waits while the disk is short and goes on when there is room", async () => {
  const clock = createManualClock();
  let free = 1e9;
  const reasons: string[] = [];
  const short: MemoryProvider = { ...provider, freeDiskBytes: async () => free };
  const running = run({
    provider: short,
    clock,
    minFreeDiskBytes: 5e9,
    onEvent: (event) => {
      if (event.type !== "batch-pause") return;
      reasons.push(event.reason);
      expect(built).toEqual([]);
      free = 9e9;
      setImmediate(() => void clock.advance(60_000));
    },
  });
  expect(await running).toMatchObject({ isComplete: true });
  expect(reasons[0]).toContain("1.0 GB free");
});

it("refuses a folder that another run is using", async () => {
  let second: Promise<unknown> = Promise.resolve();
  const entries: DatasetEntry[] = [makeEntry({ id: "a-1" })];
  onBuild = async () => {
    second = run({ entries, clock: systemClock }).catch((error: unknown) => error);
    await second;
  };
  await run({ entries });
  expect(String(await second)).toContain(`process ${process.pid}`);
});
