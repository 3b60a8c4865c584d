import { isUtf8 } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import type { JournalProblem, OpenJournalOptions } from "./journal.ts";
import { type ScannedLine, scanLines } from "./scan-lines.ts";

/** A record in memory and where its line stands in the file. */
export interface Located<R> {
  readonly record: R;
  readonly offset: number;
  readonly length: number;
}

export interface LoadedJournal<R> {
  readonly index: Map<string, Located<R>>;
  /** Lines that could not be read. */
  readonly corrupt: readonly { readonly offset: number; readonly length: number }[];
  /** Length of the file up to the end of its last complete line. */
  readonly end: number;
  /** True when the last line is a complete record that lacks only its line break. */
  readonly lacksBreak: boolean;
}

/** Reads every line of a journal. Reports, but does not repair. */
export async function loadJournal<R>(handle: FileHandle, options: OpenJournalOptions<R>): Promise<LoadedJournal<R>> {
  const index = new Map<string, Located<R>>();
  const corrupt: { offset: number; length: number }[] = [];
  let end = 0;
  let lacksBreak = false;
  for await (const line of scanLines(handle, options.abortSignal)) {
    const length = line.bytes.length;
    const record = readRecord(line, options);
    if ("why" in record) {
      options.onProblem?.(describe(line, record.why, options.path));
      if (!line.finished) break;
      corrupt.push({ offset: line.offset, length });
    } else if (record.record !== undefined) {
      index.set(record.key, { record: record.record, offset: line.offset, length });
      lacksBreak = !line.finished;
    }
    end = line.offset + length + (line.finished ? 1 : 0);
  }
  return { index, corrupt, end, lacksBreak };
}

type Read<R> = { readonly key: string; readonly record: R | undefined } | { readonly why: string };

function readRecord<R>(line: ScannedLine, { parse, keyOf }: OpenJournalOptions<R>): Read<R> {
  try {
    if (!isUtf8(line.bytes)) return { why: "is not UTF-8 text" };
    const text = line.bytes.toString();
    if (text.trim() === "") return line.finished ? { key: "", record: undefined } : { why: "is blank" };
    const record = parse(JSON.parse(text));
    return { key: keyOf(record), record };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function describe(line: ScannedLine, why: string, path: string): JournalProblem {
  const reason = why.length > 200 ? `${why.slice(0, 200)}...` : why;
  const message = line.finished
    ? `${path}, line ${line.number} cannot be read and is skipped: ${reason}`
    : `${path}, line ${line.number} was never finished and is dropped (an earlier run ended while writing it).`;
  return { kind: line.finished ? "corrupt" : "torn", line: line.number, message };
}
