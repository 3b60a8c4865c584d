import type { ByteText } from "./byte-text.ts";

/** Number of lines; a last line without a line end counts, an empty file has none. */
export function countLines(text: ByteText): number {
  const ends = countNewlines(text, 0, text.length);
  return text === "" || text.endsWith("\n") ? ends : ends + 1;
}

/** Line feeds in `text[from, to)`. */
export function countNewlines(text: ByteText, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Offset of the first character behind `lines` whole lines; the length of the text where it has fewer. */
export function offsetAfter(text: ByteText, lines: number): number {
  let offset = 0;
  for (let done = 0; done < lines; done++) {
    const end = text.indexOf("\n", offset);
    if (end === -1) return text.length;
    offset = end + 1;
  }
  return offset;
}

/** Whether every line of a text of at least one line ends with CR LF. */
export function isCrlf(text: ByteText): boolean {
  let found = false;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    if (text.charCodeAt(at - 1) !== 13) return false;
    found = true;
  }
  return found;
}
