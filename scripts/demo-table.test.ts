import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

const script = fileURLToPath(new URL("demo-table.mjs", import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "swe-demo-table-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, value: unknown): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value)}\n`);
}

test("a row for each instance says how far it came", () => {
  write("dataset.json", [
    { instance_id: "a__solved-1", language: "c" },
    { instance_id: "a__slow-2", language: "shell" },
    { instance_id: "a__absent-3", language: "python" },
  ]);
  write("transfer/a__solved-1/status.json", { status: "transferred", exit_reason: "validated", iterations: 1, duration_ms: 1500 });
  write("transfer/a__slow-2/status.json", { status: "failed", exit_reason: "timeout", iterations: 0, duration_ms: 9000 });
  write("run/demo.jsonl", {
    instance_id: "a__solved-1",
    reward: 1,
    trajectory_steps: [{}, {}],
    started_at: "2026-01-01T00:00:00.000Z",
    finished_at: "2026-01-01T00:00:02.000Z",
  });

  const output = execFileSync(process.execPath, [script, join(folder, "dataset.json"), folder, "demo"], { encoding: "utf8" });

  expect(output.split("\n").map((line) => line.split(/\s{2,}/u))).toEqual([
    ["instance", "language", "stage 1", "steps", "reward", "time"],
    [expect.any(String), expect.any(String), expect.any(String), expect.any(String), expect.any(String), expect.any(String)],
    ["a__solved-1", "c", "passed, 1 try", "2", "1", "3.5 s"],
    ["a__slow-2", "shell", "failed: timeout", "-", "-", "9.0 s"],
    ["a__absent-3", "python", "not run", "-", "-", "0.0 s"],
    [""],
  ]);
});
