import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureFolder, type Journal, writeFileAtomic } from "@swe/batch";
import { stableStringify } from "@swe/core";
import { patchBytes } from "../attempt/patch-text.ts";
import type { AttemptRecord } from "../record/attempt-record.ts";
import type { AttemptRow } from "../record/attempt-row.ts";
import { type AttemptMetadata, toMetadata } from "../record/metadata.ts";

/**
 * Makes the folders of attempts say what the journal says. They differ where a run was killed after it had written the files of an attempt
 * that it did again, or graded again, and before that was in the journal. Logs stay as they are. Yields the keys of what was restored.
 */
export async function restoreFiles(folder: string, journal: Journal<AttemptRow>): Promise<readonly string[]> {
  const restored: string[] = [];
  for await (const { key, json } of journal.lines()) {
    const record = JSON.parse(json) as AttemptRecord;
    const attemptFolder = join(folder, key);
    const found = await readMetadata(join(attemptFolder, "metadata.json"));
    const expected = { ...toMetadata(record, instanceOf(record)), ...asRead(found) };
    if (found !== undefined && stableStringify(plain(found)) === stableStringify(plain(expected))) continue;
    await ensureFolder(attemptFolder);
    await writeFileAtomic(join(attemptFolder, "output_patch.diff"), patchBytes(record));
    await writeFileAtomic(join(attemptFolder, "test_output.log"), record.test_output);
    await writeFileAtomic(join(attemptFolder, "metadata.json"), `${JSON.stringify(expected, null, 2)}\n`);
    restored.push(key);
  }
  return restored;
}

async function readMetadata(path: string): Promise<Partial<AttemptMetadata> | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the adapter of the dataset may have read from other fields than the usual ones. */
function asRead(found: Partial<AttemptMetadata> | undefined): Pick<Partial<AttemptMetadata>, "repo" | "issue_number"> {
  const { repo, issue_number } = found ?? {};
  return { ...(repo === undefined ? {} : { repo }), ...(issue_number === undefined ? {} : { issue_number }) };
}

function instanceOf({ ds }: AttemptRecord): Parameters<typeof toMetadata>[1] {
  const { repo, issue_numbers: issues } = ds;
  return { repo: typeof repo === "string" ? repo : undefined, issueNumbers: Array.isArray(issues) ? issues.map(String) : [] };
}

/** As it reads from a file: without what is undefined. */
function plain(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
