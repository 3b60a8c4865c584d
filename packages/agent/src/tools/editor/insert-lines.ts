import type { ByteText } from "./byte-text.ts";
import { offsetAfter } from "./lines.ts";

export interface Insertion {
  readonly text: ByteText;
  /** Offset of the first inserted character. */
  readonly at: number;
  readonly length: number;
}

/**
 * Puts `inserted` as lines of its own behind line `after` (0 = at the top). It is set apart by the line end of the line
 * before it, or after it at the top; a last line without a line end stays without one.
 */
export function insertLines(text: ByteText, inserted: ByteText, after: number): Insertion {
  const offset = offsetAfter(text, after);
  const before = text.slice(0, offset);
  const rest = text.slice(offset);
  const lineEnd = before.endsWith("\r\n") || (before === "" && /^[^\n]*\r\n/.test(rest)) ? "\r\n" : "\n";
  if (before !== "" && !before.endsWith("\n")) {
    const separator = /\r\n/.test(before) ? "\r\n" : "\n";
    return { text: before + separator + inserted, at: offset + separator.length, length: inserted.length };
  }
  const closed = inserted.endsWith("\n") ? inserted : inserted + lineEnd;
  return { text: before + closed + rest, at: offset, length: closed.length };
}
