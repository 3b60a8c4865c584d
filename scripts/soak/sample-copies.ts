import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Row = Readonly<Record<string, unknown>> & { readonly instance_id: string };

export interface CopiesOptions {
  /** Dataset to copy rows of. */
  readonly dataset: string;
  /** Folder of recorded conversations, named for the instances of the sample. */
  readonly recordings: string;
  /** Where the copies of both go. */
  readonly target: string;
  /** How many rows in the end; the originals are taken in turn. @default as many as there are */
  readonly count?: number | undefined;
  /** Put behind each id, before its number. */
  readonly suffix: string;
  /** Only these instances of the sample. @default all */
  readonly only?: readonly string[] | undefined;
}

export interface Copies {
  readonly dataset: string;
  readonly recordings: string;
  readonly ids: readonly string[];
}

/** Copies rows under ids of their own, with their recordings, so that nobody else's images and containers are touched. */
export function makeCopies({ dataset, recordings, target, count, suffix, only }: CopiesOptions): Copies {
  const rows = readRows(dataset).filter(({ instance_id: id }) => only?.includes(originalOf(id)) ?? true);
  const copied = { dataset: join(target, "dataset.json"), recordings: join(target, "recordings") };
  mkdirSync(copied.recordings, { recursive: true });
  const copies = Array.from({ length: count ?? rows.length }, (_, index): Row => {
    const row = rows[index % rows.length];
    if (row === undefined) throw new Error(`${dataset} has no rows to copy`);
    const original = originalOf(row.instance_id);
    const id = `${original}-${suffix}-${index}`;
    cpSync(join(recordings, `${original}.json`), join(copied.recordings, `${id}.json`));
    return { ...row, instance_id: id };
  });
  writeFileSync(copied.dataset, JSON.stringify(copies));
  return { ...copied, ids: copies.map(({ instance_id: id }) => id) };
}

export function readRows(path: string): readonly Row[] {
  return JSON.parse(readFileSync(path, "utf8")) as Row[];
}

/** The id in the sample that a copy was made of. */
function originalOf(id: string): string {
  return id.replace(/-soak\w*-\d+$/, "");
}
