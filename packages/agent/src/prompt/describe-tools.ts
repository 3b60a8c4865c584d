import type { Tool } from "../contracts/tool.ts";
import { describeType } from "../tools/describe-signature.ts";

type Schemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** How a call is written in the tag format. */
export const tagFormatGuide = `<function=NAME>
  <parameter=KEY>VALUE</parameter>
  <parameter=OTHER_KEY>VALUE, which may
span several lines</parameter>
</function>`;

/** The tools with their parameters, for the prompt of a model that writes its calls as text. */
export function describeTools(tools: readonly Tool[]): string {
  return tools.map(describeTool).join("\n\n");
}

function describeTool({ name, description, parameters }: Tool): string {
  const required = Array.isArray(parameters["required"]) ? (parameters["required"] as readonly unknown[]) : [];
  const lines = Object.entries((parameters["properties"] ?? {}) as Schemas).map(([key, schema]) => {
    const text = typeof schema["description"] === "string" ? `: ${schema["description"]}` : "";
    return `- ${key} (${required.includes(key) ? "required" : "optional"}, ${describeType(schema)})${text}`;
  });
  return [`### ${name}`, description, ...(lines.length === 0 ? ["No parameters."] : ["Parameters:", ...lines])].join("\n");
}
