/** Arguments of a function call, or what is wrong with their text. */
export type ReadArguments =
  | {
      readonly args: Readonly<Record<string, unknown>>;
      readonly problem?: undefined;
      /** Text to store in the history. */ readonly text: string;
    }
  | { readonly args: Readonly<Record<string, unknown>>; readonly problem: string; readonly text: string };

/** Whatever writes JSON goes deeper with each level, until the stack ends. */
const maxDepth = 200;

/**
 * Reads the argument text of a function call. JSON that was encoded twice is decoded twice; an empty text is no arguments.
 * `text` is always a JSON object, because providers refuse a history that holds anything else.
 */
export function readArguments(raw: string, cut: boolean): ReadArguments {
  if (raw.trim() === "") return { args: {}, text: "{}" };
  let value: unknown;
  let decoded = 0;
  for (value = raw; typeof value === "string" && decoded < 3; decoded++) {
    try {
      value = JSON.parse(value) as unknown;
    } catch {
      return unusable(
        raw,
        decoded === 0 ? (cut ? "were cut off at the output limit" : "are not valid JSON") : "are a JSON text, not an object",
      );
    }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return unusable(raw, "are not a JSON object");
  if (isDeeper(value, maxDepth)) return unusable(raw, "are nested too deeply");
  const args = value as Readonly<Record<string, unknown>>;
  return { args, text: decoded === 1 ? raw : JSON.stringify(args) };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function unusable(raw: string, what: string): ReadArguments {
  const shown = raw.length > 200 ? `${raw.slice(0, 200)}...` : raw;
  return { args: {}, problem: `the arguments ${what}: ${shown}`, text: "{}" };
}
