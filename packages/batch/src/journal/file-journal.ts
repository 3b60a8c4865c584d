import type { FileHandle } from "node:fs/promises";
import { writeFileAtomic } from "../storage/write-file-atomic.ts";
import { type AppendQueue, createAppendQueue } from "./append-queue.ts";
import type { Journal, JournalLine, OpenJournalOptions, RecordWithText } from "./journal.ts";
import { type JournalFile, openJournalFile } from "./journal-file.ts";
import type { LoadedJournal } from "./load-journal.ts";
import { createSharedHandle, type SharedHandle } from "./shared-handle.ts";

interface OpenFile<R> {
  readonly index: LoadedJournal<R>["index"];
  readonly corrupt: LoadedJournal<R>["corrupt"];
  superseded: number;
  readonly queue: AppendQueue;
  readonly handle: SharedHandle;
}

export class FileJournal<R> implements Journal<R> {
  readonly path: string;
  readonly #options: OpenJournalOptions<R>;
  #file: OpenFile<R>;
  #compacting: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: OpenJournalOptions<R>, file: JournalFile<R>) {
    this.path = options.path;
    this.#options = options;
    this.#file = toOpenFile(options.path, file);
  }

  records(): readonly R[] {
    return [...this.#file.index.values()].map(({ record }) => record);
  }

  has(key: string): boolean {
    return this.#file.index.has(key);
  }

  get hasSuperseded(): boolean {
    return this.#file.superseded > 0;
  }

  get(key: string): R | undefined {
    return this.#file.index.get(key)?.record;
  }

  async append(appended: R | RecordWithText<R>): Promise<void> {
    this.#assertWritable();
    const { json, record } = isWithText(appended) ? appended : { json: JSON.stringify(appended), record: appended };
    if (/[\r\n]/.test(json)) throw new TypeError(`a record of ${this.path} must be JSON on one line`);
    const bytes = Buffer.from(`${json}\n`);
    const key = this.#options.keyOf(record);
    while (this.#compacting !== undefined) await this.#compacting;
    const file = this.#file;
    await file.queue.add(bytes, (offset) => {
      if (file.index.has(key)) file.superseded++;
      file.index.set(key, { record, offset, length: bytes.length - 1 });
    });
  }

  async *lines(): AsyncIterable<JournalLine> {
    const { handle, index } = this.#file;
    const release = handle.acquire();
    try {
      for (const [key, located] of Array.from(index)) yield { key, json: (await readSpan(handle.file, located)).toString() };
    } finally {
      await release();
    }
  }

  async compact(): Promise<void> {
    this.#assertWritable();
    while (this.#compacting !== undefined) await this.#compacting;
    const compacting = this.#replaceFile();
    this.#compacting = compacting.catch(() => undefined);
    try {
      await compacting;
    } finally {
      this.#compacting = undefined;
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#compacting;
    await this.#file.queue.idle();
    await this.#file.handle.retire();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #replaceFile(): Promise<void> {
    const old = this.#file;
    await old.queue.idle();
    await writeFileAtomic(this.path, keptLines(old));
    this.#file = toOpenFile(this.path, await openJournalFile({ ...this.#options, onProblem: undefined, abortSignal: undefined }));
    await old.handle.retire();
  }

  #assertWritable(): void {
    if (this.#isClosed) throw new TypeError(`the journal ${this.path} is closed`);
    if (this.#options.readOnly === true) throw new TypeError(`the journal ${this.path} is open for reading only`);
  }
}

function toOpenFile<R>(path: string, { handle, loaded }: JournalFile<R>): OpenFile<R> {
  const { index, corrupt, superseded, end } = loaded;
  return { index, corrupt, superseded, queue: createAppendQueue(handle, path, end), handle: createSharedHandle(handle) };
}

async function* keptLines<R>({ corrupt, index, handle }: OpenFile<R>): AsyncIterable<Uint8Array> {
  const newline = Buffer.from("\n");
  for (const span of [...corrupt, ...index.values()]) yield Buffer.concat([await readSpan(handle.file, span), newline]);
}

function isWithText<R>(appended: R | RecordWithText<R>): appended is RecordWithText<R> {
  return typeof appended === "object" && appended !== null && "json" in appended && "record" in appended;
}

async function readSpan(handle: FileHandle, { offset, length }: { readonly offset: number; readonly length: number }): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read, offset + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}
