import type { ByteText } from "./byte-text.ts";
import { countNewlines } from "./lines.ts";

export type Replacement =
  | { readonly kind: "replaced"; readonly text: ByteText; /** Offset of what was put in. */ readonly at: number; readonly length: number }
  | { readonly kind: "missing" }
  | {
      readonly kind: "ambiguous";
      /** Lines on which an occurrence begins; the first ones only. */ readonly lines: readonly number[];
      readonly more: boolean;
    };

const shownLines = 20;

/** Replaces `old` by `replacement` if it occurs exactly once; occurrences that overlap count apart. */
export function replaceOnce(text: ByteText, old: ByteText, replacement: ByteText): Replacement {
  const at = text.indexOf(old);
  if (at === -1) return { kind: "missing" };
  if (text.indexOf(old, at + 1) === -1) {
    return { kind: "replaced", text: text.slice(0, at) + replacement + text.slice(at + old.length), at, length: replacement.length };
  }
  const lines: number[] = [];
  let next = at;
  for (let line = 1, from = 0; next !== -1 && lines.length < shownLines; next = text.indexOf(old, next + 1)) {
    line += countNewlines(text, from, next);
    from = next;
    lines.push(line);
  }
  return { kind: "ambiguous", lines, more: next !== -1 };
}
