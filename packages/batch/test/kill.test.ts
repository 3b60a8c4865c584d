import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { seededRandom } from "./seeded-random.ts";
import { useFolder } from "./use-folder.ts";

const program = fileURLToPath(new URL("kill-child.ts", import.meta.url));
const folder = useFolder();

/** Runs the driver; kills it `killAfterMs` after it is up. True when it got to its end. */
async function drive(output: string, killAfterMs?: number): Promise<boolean> {
  const child = spawn(process.execPath, ["--conditions=@swe/source", program, output], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  let text = "";
  child.stdout.on("data", (data) => (text += String(data)));
  await Promise.race([once(child.stdout, "data"), exit]);
  if (killAfterMs !== undefined) {
    await delay(killAfterMs);
    child.kill("SIGKILL");
  }
  await exit;
  return text.endsWith("done\n");
}

interface Report {
  readonly count: number;
  readonly ids: readonly string[];
}

async function readReport(output: string): Promise<Report | undefined> {
  const text = await readFile(join(output, "report.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Report);
}

async function contents(output: string): Promise<Record<string, string>> {
  const names = (await readdir(output, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path.slice(output.length), await readFile(path, "utf8")])));
}

const idsOf = (rows: string | undefined): unknown[] =>
  (rows ?? "")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { id: string }).id)
    .toSorted();

it("does every attempt exactly once in spite of SIGKILL at random moments", async () => {
  const undisturbed = join(folder(), "undisturbed");
  const output = join(folder(), "killed");
  await drive(undisturbed);
  const random = seededRandom(20_261_123);
  for (let kills = 0; kills < 6; kills++) {
    const before = await readReport(output);
    await drive(output, random() * 60);
    const after = await readReport(output);
    expect(after?.ids ?? []).toEqual(expect.arrayContaining([...(before?.ids ?? [])]));
  }
  expect(await drive(output)).toBe(true);

  const { "/rows.jsonl": rows, ...others } = await contents(output);
  const { "/rows.jsonl": expectedRows, ...expectedOthers } = await contents(undisturbed);
  expect(Object.keys(others)).toEqual(Object.keys(expectedOthers));
  expect(idsOf(rows)).toEqual(idsOf(expectedRows));
  // Not toEqual: nobody wants to read the difference of megabytes.
  expect(JSON.stringify(others) === JSON.stringify(expectedOthers)).toBe(true);
  expect(rows?.length).toBe(expectedRows?.length);
  const started = (await readFile(`${output}.started`, "utf8")).trim().split("\n");
  // At most the attempts in flight are lost with each kill.
  expect(started.length).toBeLessThanOrEqual(40 + 6 * 4);
});
