import type { JsonValue } from "@swe/core";
import type { Row } from "./dataset-format.ts";

/** The field as text; undefined when it is something else or blank. */
export function textOf(row: Row, field: string): string | undefined {
  const value = row[field];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

export function objectOf(row: Row, field: string): Row | undefined {
  const value = row[field];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
}

/** Commands given as one text or as a list of them. */
export function commandsOf(row: Row | undefined, field: string): readonly string[] {
  const value = row?.[field];
  const commands = typeof value === "string" ? [value] : Array.isArray(value) ? value : [];
  return commands.filter((command): command is string => typeof command === "string" && command.trim() !== "");
}

/**
 * Fields that make a built image ours: its name, and a Dockerfile that only names it where the row has none. Fields that the
 * row has already are left as they are.
 */
export function imageFields(row: Row, image: string | undefined): Record<string, JsonValue> {
  const fields: Record<string, JsonValue> = {};
  if (image === undefined) return fields;
  if (textOf(row, "docker_image") === undefined) fields["docker_image"] = image;
  if (textOf(row, "dockerfile") === undefined) fields["dockerfile"] = `FROM ${image}\n`;
  return fields;
}

/** The fields without those that are undefined. */
export function given(fields: Readonly<Record<string, JsonValue | undefined>>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
}

/** Hint for rows of a format that names no test command. */
export function noEvalScript(format: string): Readonly<Record<string, string>> {
  return { eval_script: `${format} rows do not hold a script that runs their tests; add one as "eval_script"` };
}
