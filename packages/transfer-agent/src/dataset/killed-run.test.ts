import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const driver = fileURLToPath(new URL("../../test/killed-driver.ts", import.meta.url));
const reports = ["summary.json", "summary_main.json", "rows_transferred.json", "rows_failed.json"];

let root: string;
let undisturbed: Record<string, string>;

function drive(folder: string, killAfterMs?: number): number | null {
  const kill = killAfterMs === undefined ? [] : [String(killAfterMs)];
  return spawnSync(process.execPath, ["--conditions=@swe/source", driver, folder, ...kill], { encoding: "utf8" }).status;
}

/** Every file by name; times, run ids and measured durations are what may differ between two runs. */
function contents(folder: string): Record<string, string> {
  const names = globSync("**/*", { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).toSorted();
  const stable = (text: string): string =>
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
      .replaceAll(/transfer-\d{8}T\d{6}-[0-9a-f]{8}/g, "RUN")
      .replaceAll(/"duration_ms": ?\d+/g, '"duration_ms":0');
  const unordered = (name: string, text: string): string =>
    name === "transfer_journal.jsonl" ? text.split("\n").toSorted().join("\n") : text;
  return Object.fromEntries(paths.map((path) => [path, unordered(path, stable(readFileSync(join(folder, path), "utf8")))]));
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "killed-"));
  drive(join(root, "undisturbed"));
  undisturbed = contents(join(root, "undisturbed"));
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

// Moments are seeded; where exactly they hit depends on the machine, which is the point.
it.each([
  [1, [30, 90, 150]],
  [2, [10, 60, 61, 120]],
])(
  "ends with the files of an undisturbed run, kills of seed %i notwithstanding",
  (seed, moments) => {
    const folder = join(root, `seed-${seed}`);
    for (const moment of moments) {
      drive(folder, moment);
      const written = reports.map((name) => join(folder, name)).filter((path) => existsSync(path));
      for (const path of written) expect(() => JSON.parse(readFileSync(path, "utf8")) as unknown).not.toThrow();
    }
    expect(drive(folder)).toBe(0);
    expect(contents(folder)).toEqual(undisturbed);
  },
  120_000,
);
