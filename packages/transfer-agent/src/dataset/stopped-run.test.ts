import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineUnavailableError } from "@swe/core";
import { createManualClock, createScriptedModel } from "@swe/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFakeEngine } from "../../test/fake-engine.ts";
import { fakeProver } from "../../test/fake-prover.ts";
import { makeEntry } from "../../test/make-entry.ts";
import { transferDataset, type TransferDatasetOptions } from "../index.ts";

let outputFolder: string;
beforeEach(() => {
  outputFolder = mkdtempSync(join(tmpdir(), "stopped-"));
});
afterEach(() => rmSync(outputFolder, { recursive: true, force: true }));

const id = "owner__repo-1";
const options = (changes: Partial<TransferDatasetOptions> = {}): TransferDatasetOptions => ({
  entries: [makeEntry({ id })],
  inputFile: "rows.json",
  outputFolder,
  model: createScriptedModel([]),
  provider: createFakeEngine(),
  prover: fakeProver,
  clock: createManualClock(),
  ...changes,
});

it("does again what was stopped while it waited for the infrastructure to recover", async () => {
  const stop = new AbortController();
  const provider = createFakeEngine({
    onBuild: () => {
      throw new EngineUnavailableError({ message: "The engine went away." });
    },
  });
  const onEvent: TransferDatasetOptions["onEvent"] = ({ type }) => type === "attempt-retry" && stop.abort(new Error("Ctrl-C"));
  const stopped = await transferDataset(options({ provider, abort: { soft: stop.signal }, onEvent }));
  expect(stopped).toMatchObject({ isComplete: false, unfinished: [{ instanceId: id }], summary: { total: 0 } });
  expect(readFileSync(join(outputFolder, id, "unfinished", "instance.log"), "utf8")).toContain("The engine went away.");
  expect(readdirSync(outputFolder).filter((name) => name.startsWith("."))).toEqual([]);

  const warnings: string[] = [];
  const warned: TransferDatasetOptions["onEvent"] = (event) => event.type === "warning" && warnings.push(event.message);
  const resumed = await transferDataset(options({ settings: { validate: "pass" }, onEvent: warned }));
  expect(warnings).toEqual([expect.stringContaining("validate: f2p before, pass now")]);
  expect(resumed).toMatchObject({ isComplete: true, runId: stopped.runId, summary: { succeeded: 1 } });
  expect(existsSync(join(outputFolder, id, "unfinished"))).toBe(false);
});

it("begins nothing when a report cannot be written", async () => {
  mkdirSync(join(outputFolder, "summary.json"));
  const provider = createFakeEngine();
  await expect(transferDataset(options({ provider }))).rejects.toMatchObject({ code: "storage", path: join(outputFolder, "summary.json") });
  expect(provider.builds).toEqual([]);
});
