import { stripVTControlCharacters } from "node:util";

/** Text from elsewhere on one line and without anything that moves a cursor or changes colours. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
}

/** The text cut to a number of columns, with an ellipsis where something was cut. */
export function clip(text: string, columns: number): string {
  const characters = Array.from(text);
  if (characters.length <= columns) return text;
  return columns <= 1 ? "…".slice(0, columns) : `${characters.slice(0, columns - 1).join("")}…`;
}
