import { type DatasetEntry, InputError } from "@swe/core";
import type { DatasetFormat } from "./adapters/dataset-format.ts";
import { type DatasetProblem, describeProblem } from "./dataset-problem.ts";
import { createJsonSplitter, type JsonSplitter } from "./json/json-splitter.ts";
import { type DatasetPurpose, parseEntry } from "./parse-entry.ts";

export interface ParseDatasetOptions {
  /** Return the good entries of a mixed file, and the problems of the others, rather than refuse the file. @default false */
  readonly lenient?: boolean | undefined;
  /** Which fields are needed besides those that every entry needs. */
  readonly purpose?: DatasetPurpose | undefined;
  /** Format of the rows. @default "auto": recognised from the fields of each row */
  readonly format?: DatasetFormat | "auto" | undefined;
  /** Name of the source in messages. @default "the dataset" */
  readonly name?: string | undefined;
}

export interface Dataset {
  /** In the order of the file. Ids are unique, also when upper and lower case are not told apart. */
  readonly entries: readonly DatasetEntry[];
  /** What was left out. Empty unless lenient. */
  readonly problems: readonly DatasetProblem[];
}

/**
 * Parses a JSON list or JSON lines. Throws `InputError`, which names entry and field, when an entry cannot be used (unless
 * lenient), when the text is not JSON at all, or when no entry is left.
 */
export function parseDataset(text: string, options: ParseDatasetOptions = {}): Dataset {
  const { splitter, finish } = createCollector(options);
  splitter.push(Buffer.from(text));
  return finish();
}

/** Collects entries while chunks are pushed; `finish` ends the input and judges the whole. */
export function createCollector(options: ParseDatasetOptions): { readonly splitter: JsonSplitter; readonly finish: () => Dataset } {
  const { purpose, format = "auto" } = options;
  const entries: DatasetEntry[] = [];
  const problems: DatasetProblem[] = [];
  const firstOf = new Map<string, DatasetEntry>();
  let count = 0;

  const splitter = createJsonSplitter({
    onFault: ({ message, line }) => problems.push(describeProblem({ line, what: message })),
    onValue: (value) => {
      const parsed = parseEntry(value, { index: count++, format, purpose });
      if (parsed.entry === undefined) {
        problems.push(...parsed.problems);
        return;
      }
      const { entry } = parsed;
      const { instanceId } = entry.instance;
      const first = firstOf.get(instanceId.toLowerCase());
      if (first === undefined) {
        firstOf.set(instanceId.toLowerCase(), entry);
        entries.push(entry);
      } else problems.push(duplicate(entry, first, value.line));
    },
  });

  const finish = (): Dataset => {
    splitter.end();
    return judge({ entries, problems }, count, options);
  };
  return { splitter, finish };
}

function duplicate(entry: DatasetEntry, first: DatasetEntry, line: number): DatasetProblem {
  const { instanceId } = entry.instance;
  const same = first.instance.instanceId === instanceId;
  const what = same
    ? `is the same as in entry ${first.index}; ids must be unique`
    : `differs from ${JSON.stringify(first.instance.instanceId)} of entry ${first.index} only in case; image names would collide`;
  return describeProblem({ index: entry.index, line, instanceId, field: "instance_id", what });
}

const shownProblems = 20;

function judge(dataset: Dataset, count: number, { lenient = false, name = "the dataset" }: ParseDatasetOptions): Dataset {
  const { entries, problems } = dataset;
  if (problems.length === 0 && entries.length > 0) return dataset;
  if (problems.length === 0) {
    throw new InputError({ message: `${name} has no entries.`, remedy: "Give a JSON list, or JSON lines, with at least one entry." });
  }
  if (lenient && entries.length > 0) return dataset;
  const bad = count - entries.length;
  const shown = problems.slice(0, shownProblems).map((problem) => `\n  ${problem.message}`);
  const more = problems.length > shownProblems ? `\n  ... and ${problems.length - shownProblems} more` : "";
  const counts = bad === 0 ? "cannot be read" : `has ${bad} of ${count} entries that cannot be used`;
  const remedy = entries.length > 0 ? "\nCorrect them, or pass --lenient to go on with the good ones." : "\nCorrect them and try again.";
  throw new InputError({ message: `${name} ${counts}:${shown.join("")}${more}`, remedy });
}
