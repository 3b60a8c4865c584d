import { stripVTControlCharacters } from "node:util";

/** No test has a name that long; the code under test could make one that takes ages to match. */
const maxLineLength = 1000;

/** Lines of a log as a person would read them: no colours, no carriage returns at their ends, nothing of endless lines. */
export function plainLines(log: string): string[] {
  return stripVTControlCharacters(log)
    .split(/\r?\n/)
    .map((line) => (line.length > maxLineLength ? "" : line));
}
