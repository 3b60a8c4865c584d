import type { HeadTailBuffer } from "./head-tail-buffer.ts";

const lossy = new TextDecoder("utf-8", { ignoreBOM: true });

export interface Rendered {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** What was kept as exact bytes, and as text with a line in place of what was dropped. */
export function renderBytes(buffer: HeadTailBuffer): Rendered {
  const head = buffer.head();
  const tail = buffer.tail();
  const bytes = tail.length === 0 ? head : concatenate(head, tail);
  if (buffer.dropped === 0) return { text: lossy.decode(bytes), bytes };
  const before = lossy.decode(head.subarray(0, wholeCharacters(head)));
  const after = lossy.decode(tail.subarray(continuationBytes(tail)));
  const gap = before.endsWith("\n") || before === "" ? "" : "\n";
  return { text: `${before}${gap}[... ${buffer.dropped} bytes dropped ...]\n${after}`, bytes };
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/** Length without a character that was cut off at the end. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Length of the rest of a character whose start was dropped. */
function continuationBytes(bytes: Uint8Array): number {
  let count = 0;
  while (count < 3 && ((bytes[count] ?? 0) & 0xc0) === 0x80) count += 1;
  return count;
}
