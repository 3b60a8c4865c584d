import { stripVTControlCharacters } from "node:util";

const maxLineLength = 500;

/** The last lines of a log as a person would see them: colours and overwritten progress lines gone, very long lines cut. */
export function logTail(log: string, lines = 100): string {
  const visible = stripVTControlCharacters(log)
    .split("\n")
    .map((line) => line.replace(/\r+$/, "").split("\r").at(-1) ?? "");
  while (visible.at(-1)?.trim() === "") visible.pop();
  return visible
    .slice(-lines)
    .map((line) =>
      line.length > maxLineLength ? `${line.slice(0, maxLineLength)} [... ${line.length - maxLineLength} more characters]` : line,
    )
    .join("\n");
}
