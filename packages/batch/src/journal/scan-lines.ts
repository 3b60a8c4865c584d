import type { FileHandle } from "node:fs/promises";

export interface ScannedLine {
  /** Position of the line's first byte in the file. */
  readonly offset: number;
  /** Bytes without the line break. */
  readonly bytes: Buffer;
  /** False for a last line without line break. */
  readonly finished: boolean;
  /** From 1. */
  readonly number: number;
}

const chunkSize = 1 << 20;
const newline = 0x0a;
/** What some editors put in front of a text. */
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The lines of a file, of any number and size, read in order. */
export async function* scanLines(handle: FileHandle, abortSignal?: AbortSignal): AsyncIterable<ScannedLine> {
  let parts: Buffer[] = [];
  let offset = 0;
  let position = 0;
  let number = 1;
  for (;;) {
    abortSignal?.throwIfAborted();
    const chunk = Buffer.allocUnsafe(chunkSize);
    const { bytesRead } = await handle.read(chunk, 0, chunkSize, position);
    if (bytesRead === 0) break;
    const data = chunk.subarray(0, bytesRead);
    let from = 0;
    for (let end = data.indexOf(newline); end !== -1; end = data.indexOf(newline, from)) {
      yield lineOf(Buffer.concat([...parts, data.subarray(from, end)]), offset, true, number++);
      parts = [];
      from = end + 1;
      offset = position + from;
    }
    if (from < bytesRead) parts.push(data.subarray(from));
    position += bytesRead;
  }
  if (parts.length > 0) yield lineOf(Buffer.concat(parts), offset, false, number);
}

function lineOf(bytes: Buffer, offset: number, finished: boolean, number: number): ScannedLine {
  const isMarked = offset === 0 && bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  if (!isMarked) return { offset, bytes, finished, number };
  return { offset: byteOrderMark.length, bytes: bytes.subarray(byteOrderMark.length), finished, number };
}
