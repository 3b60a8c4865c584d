import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openJournal, StorageError } from "@swe/batch";

export interface FindSolvedOptions {
  readonly outputFolder: string;
  readonly ownJournal: string;
  readonly onWarning: (message: string) => void;
  readonly abortSignal?: AbortSignal | undefined;
}

const derived = new Set(["trajectories.jsonl", "trajectories_rejection_sampling.jsonl"]);

/** Ids of the instances that other experiments solved: those in the same output folder and in folders beside it. */
export async function findSolved({ outputFolder, ownJournal, onWarning, abortSignal }: FindSolvedOptions): Promise<ReadonlySet<string>> {
  const solved = new Set<string>();
  for (const path of await journalsAround(outputFolder)) {
    if (path === ownJournal) continue;
    try {
      await addSolved(path, solved, abortSignal);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      onWarning(`left out: ${error.message}`);
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

/** Reads any file of JSON lines, which may be growing; what is not a row of an experiment counts for nothing. */
async function addSolved(path: string, solved: Set<string>, abortSignal: AbortSignal | undefined): Promise<void> {
  await using _journal = await openJournal<undefined>({
    path,
    readOnly: true,
    abortSignal,
    keyOf: () => "",
    parse: (value) => {
      const row = asObject(value);
      const id = row?.["instance_id"] ?? asObject(row?.["ds"])?.["instance_id"];
      if (row?.["reward"] === 1 && typeof id === "string") solved.add(id);
    },
  });
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
