import { typesOf } from "./property-schema.ts";

/**
 * A value as its schema wants it, where a model wrote the right thing in the wrong type: `"12"` for a number, `"[11, 12]"` or `"11 12"` for a
 * list, a number for a text. What cannot be read is returned unchanged, for the schema to refuse.
 */
export function coerceArgument(value: unknown, schema: Readonly<Record<string, unknown>>): unknown {
  const types = typesOf(schema);
  if (types.length === 0) return value;
  if (Array.isArray(value)) return coerceItems(value, schema["items"]);
  if (typeof value !== "string") {
    const scalar = typeof value === "number" || typeof value === "boolean";
    return scalar && types.includes("string") && !types.includes(typeof value) && !types.includes("integer") ? String(value) : value;
  }
  if (types.includes("string")) return value;
  const text = value.trim();
  if (types.includes("boolean") && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if ((types.includes("integer") || types.includes("number")) && /^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.includes("array") || types.includes("object"))
    return coerceJson(text, schema) ?? (types.includes("array") ? readList(text) : undefined) ?? value;
  return value;
}

function coerceItems(values: readonly unknown[], schema: unknown): readonly unknown[] {
  if (typeof schema !== "object" || schema === null) return values;
  return values.map((value) => coerceArgument(value, schema as Readonly<Record<string, unknown>>));
}

function coerceJson(text: string, schema: Readonly<Record<string, unknown>>): unknown {
  const value = readJson(text);
  return Array.isArray(value) ? coerceItems(value, schema["items"]) : value;
}

function readJson(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function readList(text: string): readonly number[] | undefined {
  const words = text
    .replace(/^[[(]|[\])]$/g, "")
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  return words.length > 0 && words.every((word) => /^[+-]?\d+$/.test(word)) ? words.map(Number) : undefined;
}
