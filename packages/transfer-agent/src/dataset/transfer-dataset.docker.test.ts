import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxProvider } from "@swe/core";
import { readDataset } from "@swe/dataset";
import { createDockerProvider } from "@swe/runtime-docker";
import { ensureSampleImage } from "@swe/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { privateId, recordedModel, sampleEntries } from "../../test/sample.ts";
import { imageNameFor, transferDataset, type TransferRecord } from "../index.ts";

let folder: string;
let provider: SandboxProvider;
const odd = ["quillworks__spanset-24", "fernhollow__rangever-22", "quillworks__inkini-36", "oakline__ringq-20", "tidewater__logturn-15"];

beforeAll(async () => {
  await ensureSampleImage();
  folder = mkdtempSync(join(tmpdir(), "transfer-odd-"));
  provider = createDockerProvider({ owner: { runId: `transfer-odd-${process.pid}` } });
});
afterAll(async () => {
  for (const id of odd) await provider.removeImage(imageNameFor(privateId(id)), { force: true });
  await provider[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

it("ends each odd instance of the sample as it should and for the right reason", async () => {
  const entries = sampleEntries(...odd);
  const model = recordedModel();
  // Short enough for the one that sleeps, long enough for the others on a busy machine.
  const settings = { evalTimeoutMs: 12_000, network: "none" as const };
  const report = await transferDataset({ entries, inputFile: "odd.json", outputFolder: folder, model, provider, settings, maxWorkers: 3 });
  const records = readFileSync(join(folder, "transfer_journal.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as TransferRecord);
  const of = (id: string): TransferRecord | undefined => records.find((record) => record.instance_id === privateId(id));

  expect(report).toMatchObject({ isComplete: true, summary: { total: 5, succeeded: 3, infra_errors: 0 } });
  expect(of("quillworks__spanset-24")).toMatchObject({ exit_reason: "validated", iterations: 1, evidence: "tests" });
  expect(of("fernhollow__rangever-22")).toMatchObject({ exit_reason: "validated", iterations: 1 });
  expect(of("quillworks__inkini-36")).toMatchObject({ exit_reason: "baseline", model_calls: 0, before_exit_code: 1, after_exit_code: 0 });
  expect(of("oakline__ringq-20")).toMatchObject({ outcome: "failed", exit_reason: "timeout", model_calls: 0 });
  expect(of("tidewater__logturn-15")).toMatchObject({ outcome: "failed", exit_reason: "passes_without_patch", model_calls: 0 });
  const junk = readFileSync(join(folder, privateId("fernhollow__rangever-22"), "iteration_0", "findings.md"), "utf8");
  expect(junk).toContain("bench/corpus.txt");

  // What is written is what Stage 2 reads, and input fields come through as they were.
  const transferred = await readDataset(join(folder, "odd_transferred.json"), { purpose: "run" });
  expect(transferred.entries.map((entry) => entry.instance.dockerImage)).toEqual(odd.slice(0, 3).map((id) => imageNameFor(privateId(id))));
  expect(transferred.entries[2]?.instance.patch).toBe(entries[2]?.instance.patch);
  const failed = JSON.parse(readFileSync(join(folder, "odd_failed.json"), "utf8")) as { failure_reason: string }[];
  expect(failed.map((row) => row.failure_reason)).toEqual([
    expect.stringContaining("12 seconds"),
    expect.stringContaining("without the gold patch"),
  ]);
  for (const id of odd.slice(3)) expect(await provider.inspectImage(imageNameFor(privateId(id)))).toBeNull();
});
