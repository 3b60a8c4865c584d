import { clipMiddle } from "@swe/core";
import { clipText } from "../text/clip-text.ts";

const keptLines = 40;
/** A few lines can be megabytes long. */
const keptCharacters = 15_000;

/** The first and last 40 lines of an output, and not more than 30,000 characters. */
export function clipLines(output: string): string {
  const lines = output.replace(/\n$/, "").split("\n");
  const kept = clipMiddle(lines, keptLines, (elided) => `[... ${elided} lines left out ...]`).join("\n");
  return clipText(kept, keptCharacters, (elided) => `\n[... ${elided} characters left out ...]\n`);
}
