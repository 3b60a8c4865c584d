import { InputError } from "@swe/core";

export interface NumberRule {
  readonly minimum: number;
  readonly isInteger?: boolean | undefined;
}

/** The number if it keeps the rule; undefined stays undefined. */
export function checkNumber(name: string, value: number | undefined, { minimum, isInteger = false }: NumberRule): number | undefined {
  if (value === undefined) return undefined;
  const isRight = Number.isFinite(value) && value >= minimum && (!isInteger || Number.isSafeInteger(value));
  if (isRight) return value;
  throw new InputError({ message: `${name} expects ${isInteger ? "a whole number" : "a number"} from ${minimum}, got ${value}.` });
}

/** The same for a variable of the environment, which is text. */
export function numberFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  rule: NumberRule,
): number | undefined {
  const text = environment[name]?.trim();
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (Number.isNaN(value)) throw new InputError({ message: `The variable ${name} expects a number, got "${text}".` });
  return checkNumber(`The variable ${name}`, value, rule);
}
