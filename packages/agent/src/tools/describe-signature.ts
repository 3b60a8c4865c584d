import type { Tool } from "../contracts/tool.ts";
import { typesOf } from "./property-schema.ts";

/** How a tool is called, on one line: `name(required: string, [optional: integer])`. */
export function describeSignature(tool: Pick<Tool, "name" | "parameters">): string {
  const properties = (tool.parameters["properties"] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const required = Array.isArray(tool.parameters["required"]) ? (tool.parameters["required"] as readonly unknown[]) : [];
  const parts = Object.entries(properties).map(([name, schema]) => {
    const text = `${name}: ${describeType(schema)}`;
    return required.includes(name) ? text : `[${text}]`;
  });
  return `${tool.name}(${parts.join(", ")})`;
}

/** The type of a parameter in a word or two. */
export function describeType(schema: Readonly<Record<string, unknown>>): string {
  const values = schema["enum"];
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join("|");
  return typesOf(schema).join("|") || "any";
}
