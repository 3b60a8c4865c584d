import { z } from "zod";
import type { PreparedCall, Tool, ToolContext, ToolResult } from "../contracts/tool.ts";
import { coerceArgument } from "./coerce-argument.ts";

type PropertySchemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ToolDefinition<Args> {
  readonly name: string;
  /** Told to the model. */
  readonly description: string;
  /** Object schema of the arguments; what `describe` says of each is told to the model. */
  readonly parameters: z.ZodType<Args>;
  /** Other names that arguments are accepted under: `{ command: "cmd" }` takes `command` for `cmd`. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
  /** May throw a `SweError`; the model is told other mistakes as text that begins with `ERROR:`. */
  run(args: Args, context: ToolContext): Promise<ToolResult>;
}

/**
 * A tool from a schema and a function.
 *
 * @example
 * const wordCount = defineTool({
 *   name: "word_count",
 *   description: "Counts the words of a file.",
 *   parameters: z.object({ path: z.string().describe("Absolute path.") }),
 *   run: async ({ path }, { sandbox }) => ({ text: (await sandbox.run(`wc -w < ${shellQuote(path)}`)).output }),
 * });
 */
export function defineTool<Args>(definition: ToolDefinition<Args>): Tool {
  const { name, description, aliases = {} } = definition;
  const parameters = toParameters(definition.parameters);
  const properties = (parameters["properties"] ?? {}) as PropertySchemas;
  return {
    name,
    description,
    parameters,
    prepare(raw): PreparedCall {
      const { args, unknown } = normalise(raw, properties, aliases);
      const checked = definition.parameters.safeParse(args);
      if (!checked.success) return { ok: false, problem: describeIssues(checked.error, args) };
      const notes = unknown.length === 0 ? [] : [`NOTE: ${name} has no parameter ${unknown.join(", ")}; ignored.`];
      return { ok: true, notes, run: (context) => definition.run(checked.data, context) };
    },
  };
}

/** JSON Schema as models are used to it: without the dialect's name and without the bounds of safe integers. */
function toParameters(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const json = z.toJSONSchema(schema, { io: "input", override: ({ jsonSchema }) => dropIntegerBounds(jsonSchema) });
  return Object.fromEntries(Object.entries({ properties: {}, ...json }).filter(([key]) => key !== "$schema" && !key.startsWith("~")));
}

function dropIntegerBounds(schema: { minimum?: number | undefined; maximum?: number | undefined }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

function normalise(
  raw: Readonly<Record<string, unknown>>,
  properties: PropertySchemas,
  aliases: Readonly<Record<string, string>>,
): { readonly args: Readonly<Record<string, unknown>>; readonly unknown: readonly string[] } {
  const args = new Map<string, unknown>();
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(raw)) {
    if (value === null || value === undefined) continue;
    const alias = Object.hasOwn(aliases, key) ? aliases[key] : undefined;
    const known = Object.hasOwn(properties, key) ? key : alias;
    if (known === undefined) unknown.push(JSON.stringify(key));
    else if (known === key || !Object.hasOwn(raw, known)) args.set(known, coerceArgument(value, properties[known] ?? {}));
  }
  return { args: Object.fromEntries(args), unknown };
}

function describeIssues(error: z.ZodError, args: Readonly<Record<string, unknown>>): string {
  const problems = error.issues.map((issue) => {
    const field = issue.path.map(String).join(".");
    if (issue.path.length === 1 && !Object.hasOwn(args, field)) return `the parameter "${field}" is missing`;
    return field === "" ? issue.message : `the parameter "${field}": ${issue.message}`;
  });
  return problems.slice(0, 5).join("; ");
}
