/** Plays disk faults on the small file system mounted at the folder given as argument, and prints what happened as JSON. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acquireRunLock, ensureFolder, type Journal, openJournal, runBatch, writeFileAtomic } from "@swe/batch";
import { SweError } from "@swe/core";

interface Row {
  readonly id: string;
  readonly text: string;
}

const disk = process.argv[2] ?? "";
const path = join(disk, "rows.jsonl");
const report = join(disk, "report.json");
const filler = join(disk, "filler");
const items = Array.from({ length: 40 }, (_, index) => `item-${index}`);
const parse = (value: unknown): Row => value as Row;
const open = (readOnly = false): Promise<Journal<Row>> => openJournal<Row>({ path, parse, keyOf: ({ id }) => id, readOnly });
const codeOf = (error: unknown): string => (SweError.isInstance(error) && "errorCode" in error ? String(error.errorCode) : String(error));
const attempt = (work: () => Promise<unknown>): Promise<string> => work().then(() => "ok", codeOf);

async function batch(): Promise<readonly string[]> {
  const journal = await open();
  const acknowledged: string[] = [];
  const end = await attempt(() =>
    runBatch<string, Row>({
      items,
      keyOf: (id) => id,
      concurrency: 8,
      isDone: (id) => journal.has(id),
      attempt: async (id) => ({ id, text: id.repeat(1500) }),
      onFinished: async (id, row) => {
        await journal.append(row);
        acknowledged.push(id);
      },
    }),
  );
  await journal.close();
  return [end, ...acknowledged];
}

const linesOf = (): string[] => readFileSync(path, "utf8").split("\n").slice(0, -1);

await writeFileAtomic(report, "old");
writeFileSync(filler, "x".repeat(300_000));
const [fullEnd, ...acknowledged] = await batch();
const linesWhenFull = linesOf();
const whileFull = {
  end: fullEnd,
  acknowledged,
  journalled: linesWhenFull.map((line) => (JSON.parse(line) as Row).id),
  report: await attempt(() => writeFileAtomic(report, "new".repeat(100_000))),
  reportContent: readFileSync(report, "utf8"),
};
rmSync(filler);
const [resumedEnd] = await batch();
const resumed = { end: resumedEnd, ids: linesOf().map((line) => (JSON.parse(line) as Row).id) };
execFileSync("mount", ["-o", "remount,ro", disk]);
const readOnly = {
  open: await attempt(() => open()),
  read: await open(true).then(async (journal) => {
    const count = journal.records().length;
    await journal.close();
    return count;
  }),
  report: await attempt(() => writeFileAtomic(report, "new")),
  lock: await attempt(() => acquireRunLock(disk)),
  folder: await attempt(() => ensureFolder(join(disk, "a", "b"))),
  sameFolder: await attempt(() => ensureFolder(disk)),
};
const isOtherDevice = statSync(disk).dev !== statSync(tmpdir()).dev;
process.stdout.write(JSON.stringify({ whileFull, resumed, readOnly, isOtherDevice, files: readdirSync(disk).toSorted() }));
