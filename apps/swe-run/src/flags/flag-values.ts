import { InputError } from "@swe/core";

/** What the parser made of the command line. */
export type FlagValues = Readonly<Record<string, unknown>>;

/** The text of a flag; undefined when it is not given. */
export function readText(values: FlagValues, name: string): string | undefined {
  const value = values[name];
  if (Array.isArray(value)) throw new InputError({ message: `--${name} is given more than once.`, remedy: "Give it once." });
  if (typeof value !== "string") return undefined;
  if (value.trim() === "") throw wrong(name, "a value", value);
  return value;
}

export function readList(values: FlagValues, name: string): readonly string[] | undefined {
  const value = values[name];
  if (!Array.isArray(value)) return undefined;
  const items = value.flatMap((item) => String(item).split(",")).map((item) => item.trim());
  if (items.length === 0 || items.includes("")) throw wrong(name, "one value or more", "");
  return items;
}

export function readWhole(values: FlagValues, name: string, min = 0): number | undefined {
  const text = readText(values, name);
  if (text === undefined) return undefined;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < min) throw wrong(name, `a whole number from ${String(min)}`, text);
  return value;
}

export function readNumber(values: FlagValues, name: string, min = 0, max: number = Number.MAX_VALUE): number | undefined {
  const text = readText(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < min || value > max) {
    throw wrong(name, max === Number.MAX_VALUE ? `a number from ${String(min)}` : `a number from ${String(min)} to ${String(max)}`, text);
  }
  return value;
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  on: true,
  false: false,
  no: false,
  "0": false,
  off: false,
};

/** `True`, `false`, `1` ...; the bare flag means true. */
export function readBoolean(values: FlagValues, name: string): boolean | undefined {
  if (values[name] === "") return true;
  const text = readText(values, name);
  if (text === undefined) return undefined;
  const value = truths[text.toLowerCase()];
  if (value === undefined) throw wrong(name, "True or False", text);
  return value;
}

export function readChoice<const T extends string>(values: FlagValues, name: string, choices: readonly T[]): T | undefined {
  const text = readText(values, name);
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw wrong(name, `one of ${choices.join(", ")}`, text);
  return choice;
}

export function requireText(values: FlagValues, name: string): string {
  const text = readText(values, name);
  if (text === undefined) throw new InputError({ message: `--${name} is required.`, remedy: "See --help." });
  return text;
}

function wrong(name: string, expected: string, got: string): InputError {
  return new InputError({ message: `--${name}: expected ${expected}, got ${JSON.stringify(got)}.` });
}
