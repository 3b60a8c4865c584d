import { readFile } from "node:fs/promises";
import { toStorageError, writeFileAtomic } from "@swe/batch";
import { failedEntry, type FinishedEntry, mainSummary, summaryRows, transferredEntry } from "./derive-reports.ts";
import type { OutputPaths } from "./output-paths.ts";

/** Replaces the four top-level files, each atomically, by what the finished entries tell. */
export async function writeReports(paths: OutputPaths, finished: readonly FinishedEntry[]): Promise<void> {
  const transferred = finished.filter(({ record }) => record.outcome === "transferred");
  const failed = finished.filter(({ record }) => record.outcome !== "transferred");
  await writeFileAtomic(
    paths.transferred,
    list(transferred, (one) => transferredEntry(one, paths.folder)),
  );
  await writeFileAtomic(paths.failed, list(failed, failedEntry));
  await writeFileAtomic(paths.summary, json(summaryRows(finished)));
  await writeFileAtomic(paths.summaryMain, json(mainSummary(finished)));
}

/** Puts the run's line at the end of the history, in place of the one that an interrupted closing may have left. */
export async function writeHistory(
  paths: OutputPaths,
  finished: readonly FinishedEntry[],
  inputFile: string,
  offset: number,
): Promise<void> {
  const before = await readFile(paths.summaryHistory).catch((error: unknown) => {
    // Only a missing one is empty: one that cannot be read would be lost.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
    throw toStorageError(error, "read", paths.summaryHistory);
  });
  const line = `${JSON.stringify({ ...mainSummary(finished), input_file: inputFile })}\n`;
  await writeFileAtomic(paths.summaryHistory, [before.subarray(0, offset), line]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A JSON list with one entry a line, made piece by piece: data sets can be large. */
function* list<T>(items: readonly T[], toJson: (item: T) => string): Generator<string> {
  yield "[";
  for (const [index, item] of items.entries()) yield `${index === 0 ? "" : ","}\n${toJson(item)}`;
  yield items.length === 0 ? "]\n" : "\n]\n";
}
