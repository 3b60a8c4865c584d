import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

const derived = new Set(["trajectories.jsonl", "trajectories_rejection_sampling.jsonl"]);

/** Ids of the instances that other experiments solved: those in the same output folder and in folders beside it. */
export async function findSolved(outputFolder: string, ownJournal: string, abortSignal?: AbortSignal): Promise<ReadonlySet<string>> {
  const solved = new Set<string>();
  for (const path of await journalsAround(outputFolder)) {
    if (path === ownJournal) continue;
    for await (const row of readRows(path, abortSignal)) {
      if (row.reward === 1 && row.id !== undefined) solved.add(row.id);
    }
  }
  return solved;
}

async function journalsAround(outputFolder: string): Promise<readonly string[]> {
  const beside = await list(dirname(outputFolder));
  const below = await list(outputFolder);
  const folders = [
    outputFolder,
    ...beside.filter((entry) => entry.isDirectory()).map(({ name }) => join(dirname(outputFolder), name)),
    ...below.filter((entry) => entry.isDirectory()).map(({ name }) => join(outputFolder, name)),
  ];
  const files: string[] = [];
  for (const folder of new Set(folders)) {
    for (const entry of await list(folder)) {
      if (entry.isFile() && entry.name.endsWith(".jsonl") && !derived.has(entry.name)) files.push(join(folder, entry.name));
    }
  }
  return files;
}

async function list(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** Rows of any JSON-lines file; what is not a row of an experiment yields nothing. */
async function* readRows(
  path: string,
  abortSignal?: AbortSignal,
): AsyncIterable<{ readonly id: string | undefined; readonly reward: unknown }> {
  const input = createReadStream(path, { encoding: "utf8", ...(abortSignal === undefined ? {} : { signal: abortSignal }) });
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    const row = parseObject(line);
    if (row === undefined) continue;
    const entry = asObject(row["ds"]);
    const id = row["instance_id"] ?? entry?.["instance_id"];
    yield { id: typeof id === "string" ? id : undefined, reward: row["reward"] };
  }
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
