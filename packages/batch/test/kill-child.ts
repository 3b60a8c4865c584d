/**
 * A driver like the real ones, for tests that kill it: takes the lock of the folder given as argument, does 40 attempts that
 * write a file each, journals them, and keeps a report derived from the journal.
 */
import { appendFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { acquireRunLock, openJournal, runBatch, writeFileAtomic } from "@swe/batch";

interface Row {
  readonly id: string;
  readonly text: string;
}

const folder = process.argv[2] ?? ".";
await mkdir(folder, { recursive: true });
const lock = await acquireRunLock(folder);
const journal = await openJournal<Row>({
  path: join(folder, "rows.jsonl"),
  parse: (value) => value as Row,
  keyOf: ({ id }) => id,
});
const items = Array.from({ length: 40 }, (_, index) => `item-${String(index).padStart(2, "0")}`);
process.stdout.write("up\n");

await runBatch<string, Row>({
  items,
  keyOf: (id) => id,
  concurrency: 4,
  isDone: (id) => journal.has(id),
  attempt: async (id) => {
    // Outside of the folder: what was started is no result.
    appendFileSync(`${folder}.started`, `${id}\n`);
    await delay(Number(id.slice(-1)) * 4);
    const text = id.repeat(2000);
    await mkdir(join(folder, id), { recursive: true });
    await writeFileAtomic(join(folder, id, "output.txt"), text);
    return { id, text };
  },
  onFinished: async (_id, row) => {
    await journal.append(row);
    const ids = journal.records().map(({ id }) => id);
    await writeFileAtomic(join(folder, "report.json"), JSON.stringify({ count: ids.length, ids: ids.toSorted() }));
  },
});
await journal.close();
await lock.release();
process.stdout.write("done\n");
