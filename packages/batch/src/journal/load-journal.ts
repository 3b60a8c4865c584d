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
  /** Records that a later one of the same key has replaced. */
  readonly superseded: number;
  /** Length of the file up to the end of its last complete line. */
  readonly end: number;
  /** True when the last line is whole and lacks only its line break. */
  readonly lacksBreak: boolean;
}

/** Reads every line of a journal. Reports, but does not repair. */
export async function loadJournal<R>(handle: FileHandle, options: OpenJournalOptions<R>): Promise<LoadedJournal<R>> {
  const index = new Map<string, Located<R>>();
  const corrupt: { offset: number; length: number }[] = [];
  let superseded = 0;
  let end = 0;
  let lacksBreak = false;
  for await (const line of scanLines(handle, options.abortSignal)) {
    const length = line.bytes.length;
    const record = readRecord(line, options);
    if ("why" in record) {
      const isTorn = !line.finished && !record.isJson;
      options.onProblem?.(describe(line, isTorn, record.why, options.path));
      if (isTorn) break;
      corrupt.push({ offset: line.offset, length });
      lacksBreak = !line.finished;
    } else if (record.record !== undefined) {
      if (index.has(record.key)) superseded++;
      index.set(record.key, { record: record.record, offset: line.offset, length });
      lacksBreak = !line.finished;
    }
    end = line.offset + length + (line.finished ? 1 : 0);
  }
  return { index, corrupt, superseded, end, lacksBreak };
}

type Read<R> =
  | { readonly key: string; readonly record: R | undefined }
  /** Whole JSON is not what a write that was cut off leaves, whatever it says. */
  | { readonly why: string; readonly isJson: boolean };

function readRecord<R>(line: ScannedLine, { parse, keyOf }: OpenJournalOptions<R>): Read<R> {
  let isJson = false;
  try {
    if (!isUtf8(line.bytes)) return { why: "is not UTF-8 text", isJson };
    const text = line.bytes.toString();
    if (text.trim() === "") return line.finished ? { key: "", record: undefined } : { why: "is blank", isJson };
    const value: unknown = JSON.parse(text);
    isJson = true;
    const record = parse(value);
    return { key: keyOf(record), record };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), isJson };
  }
}

function describe(line: ScannedLine, isTorn: boolean, why: string, path: string): JournalProblem {
  const reason = why.length > 200 ? `${why.slice(0, 200)}...` : why;
  const message = isTorn
    ? `${path}, line ${line.number} was never finished and is dropped (an earlier run ended while writing it).`
    : `${path}, line ${line.number} cannot be read and is skipped; what it recorded is done again (${reason}).`;
  return { kind: isTorn ? "torn" : "corrupt", line: line.number, message };
}
