import { InputError } from "@swe/core";

/** Refuses settings that are not positive numbers; undefined stands for the default. */
export function checkPositive(settings: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined && !(value > 0)) throw new InputError({ message: `Expected ${name} to be a positive number, got ${value}.` });
  }
}
