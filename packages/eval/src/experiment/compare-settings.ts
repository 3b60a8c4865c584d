import { stableStringify } from "@swe/core";

/** One line for each setting that differs, e.g. `max_steps: 40 before, 50 now`. */
export function compareSettings(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names
    .filter((name) => stableStringify(before[name] ?? null) !== stableStringify(now[name] ?? null))
    .map((name) => `${name}: ${show(before[name])} before, ${show(now[name])} now`);
}

function show(value: unknown): string {
  return value === undefined ? "not set" : stableStringify(value);
}
