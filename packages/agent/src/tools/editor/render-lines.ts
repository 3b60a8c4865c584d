import { clipEnd } from "../../text/clip-text.ts";
import { decode, type ByteText, type TextEncoding } from "./byte-text.ts";
import { countNewlines, offsetAfter } from "./lines.ts";

/** Longest response of an editor, in characters. */
export const maxResponse = 10_000;
const clippedMark =
  "\n<response clipped>\nNOTE: Only the first part is shown. Find the lines you need with `grep -n` and view them with view_range.";

/** Lines `first` to `last` (from 1, inclusive), numbered like `cat -n`. A CR before the line end is not shown. */
export function renderLines(text: ByteText, first: number, last: number, encoding: TextEncoding): string {
  const start = offsetAfter(text, first - 1);
  // A line costs eight characters at least, so this much is all that can be shown.
  const end = Math.min(start + offsetAfter(text.slice(start), last - first + 1), start + maxResponse * 4);
  const lines = decode(text.slice(start, end), encoding).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, index) => numbered(first + index, line)).join("\n");
}

export function numbered(number: number, line: string): string {
  return `${String(number).padStart(6)}\t${line.replace(/\r$/, "")}`;
}

export function clipResponse(response: string): string {
  return clipEnd(response, maxResponse, clippedMark);
}

/** The lines that hold `text[at, at + length)` and four more on both sides. */
export function renderAround(text: ByteText, at: number, length: number, encoding: TextEncoding): string {
  const first = countNewlines(text, 0, at) + 1;
  const last = first + countNewlines(text, at, Math.max(at, at + length - 1));
  return renderLines(text, Math.max(1, first - 4), last + 4, encoding);
}
