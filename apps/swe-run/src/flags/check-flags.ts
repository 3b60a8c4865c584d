import { InputError } from "@swe/core";
import leven from "leven";
import type { FlagTable } from "./flag-table.ts";
import type { FlagValues } from "./flag-values.ts";

/** Throws `InputError` for flags that the command does not know, for stray words, and for required flags that are missing. */
export function checkFlags(values: FlagValues, flags: FlagTable): void {
  const known = new Set(["_", "$0", "help", "version", ...Object.keys(flags).flatMap(spellings)]);
  const unknown = Object.keys(values).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new InputError({ message: `There is no flag --${unknown}.`, remedy: suggest(unknown, Object.keys(flags), "--") });
  }
  const stray = Array.isArray(values["_"]) ? values["_"].slice(1) : [];
  if (stray.length > 0) {
    throw new InputError({ message: `"${stray.join(" ")}" is no part of the command.`, remedy: "Give values behind their flags." });
  }
  const missing = Object.entries(flags).filter(([name, { isRequired }]) => isRequired === true && values[name] === undefined);
  if (missing.length === 0) return;
  throw new InputError({ message: `Missing: ${missing.map(([name]) => `--${name}`).join(", ")}.`, remedy: "See --help." });
}

export function unknownCommand(word: string | undefined, commands: readonly string[]): InputError {
  if (word === undefined || word.startsWith("-")) {
    return new InputError({ message: "No command is given.", remedy: `Name one of ${commands.join(", ")}.` });
  }
  return new InputError({ message: `There is no command "${word}".`, remedy: suggest(word, commands, "") });
}

/** The parser files a value under every spelling of its flag. */
function spellings(name: string): readonly string[] {
  const camel = name.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
  return [name, name.replaceAll("_", "-"), camel];
}

function suggest(word: string, candidates: readonly string[], prefix: string): string {
  const plain = word.replaceAll("-", "_");
  const [closest] = candidates.toSorted((a, b) => leven(plain, a) - leven(plain, b));
  const isClose = closest !== undefined && leven(plain, closest) <= Math.max(2, closest.length / 3);
  return isClose ? `Did you mean ${prefix}${closest}?` : "See --help.";
}
