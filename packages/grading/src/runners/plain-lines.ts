import { stripVTControlCharacters } from "node:util";

/** Lines of a log as a person would read them: no colours, no carriage returns at their ends. */
export function plainLines(log: string): string[] {
  return stripVTControlCharacters(log).split(/\r?\n/);
}
