import { clipMiddle } from "@swe/core";
import { describeGap } from "../text/describe-gap.ts";
import { clipText } from "../text/clip-text.ts";

/** A part of an output with the line that goes before it. */
export interface OutputPart {
  readonly head: string;
  readonly text: string;
}

interface Line {
  readonly part: OutputPart | undefined;
  readonly text: string;
}

const keptLines = 40;
/** A few lines can be megabytes long. */
const keptCharacters = 15_000;

/**
 * The first and last 40 lines of all parts together, each part under its head, and not more than 30,000 characters.
 * `totalBytes` is given when the parts had lost their middle before.
 */
export function clipLines(parts: readonly OutputPart[], totalBytes?: number): string {
  const mark = (elided: number, unit: string): string => describeGap(elided, unit, totalBytes);
  const lines = parts.filter((part) => part.text !== "").flatMap(linesOf);
  const kept = clipMiddle<Line>(lines, keptLines, (elided) => ({ part: undefined, text: mark(elided, "lines") }));
  const shown: string[] = [];
  let current: OutputPart | undefined;
  for (const { part, text } of kept) {
    if (part !== undefined && part !== current) {
      shown.push(part.head);
      current = part;
    }
    shown.push(text);
  }
  return clipText(shown.join("\n"), keptCharacters, (elided) => `\n${mark(elided, "characters")}\n`);
}

function linesOf(part: OutputPart): readonly Line[] {
  return part.text
    .replace(/\n$/, "")
    .split("\n")
    .map((text) => ({ part, text }));
}
