import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "@swe/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readDataset, readPredictions } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "swe-dataset-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, "instances.json");
  await writeFile(path, content);
  return path;
}
const row = (id: string, patch = ""): string => JSON.stringify({ instance_id: id, dockerfile: "FROM x", eval_script: "true", patch });

it("reads a file of many chunks", async () => {
  const rows = Array.from({ length: 100 }, (_, index) => row(`a-${index}`, `é${"x".repeat(200_000)}`));
  const { entries } = await readDataset(await file(`[${rows.join(",\n")}]`));
  expect(entries.map(({ json }) => json)).toEqual(rows);
});

it("names the file in messages", async () => {
  const path = await file("[]");
  await expect(readDataset(path)).rejects.toThrow(`${path} has no entries.`);
  await expect(readDataset(join(folder, "nope"))).rejects.toThrow("nope does not exist.");
  await expect(readDataset(folder)).rejects.toThrow("is a folder");
  await expect(readDataset(join(folder, "nope"))).rejects.toThrow(InputError);
});

it.each([
  ["UTF-16", Buffer.from(`\uFEFF[${row("a-1")}]`, "utf16le"), "save it as UTF-8"],
  ["Latin-1", Buffer.from(`[${row("é-1")}]`, "latin1"), "entry is not valid UTF-8"],
])("refuses %s", async (_name, content, message) => {
  await expect(readDataset(await file(content))).rejects.toThrow(message);
});

it("stops with the signal's reason", async () => {
  const path = await file(`[${row("a-1")}]`);
  await expect(readDataset(path, { abortSignal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
});

it("reads predictions", async () => {
  const path = await file('{"instance_id": "a-1", "model_patch": "p"}\n');
  expect((await readPredictions(path))[0]?.instanceId).toBe("a-1");
});

it("names the row of a prediction file that is at fault, not the file system", async () => {
  await expect(readPredictions(await file('{"instance_id": "a-1"}\n'))).rejects.toThrow('line 1: the patch of "a-1" is missing');
});
