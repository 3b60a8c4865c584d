import type { ToolSchema } from "@swe/core";
import type { Tool } from "../contracts/tool.ts";

/** A tool as it is sent to a model. */
export function toToolSchema({ name, description, parameters }: Tool): ToolSchema {
  return { type: "function", function: { name, description, parameters } };
}
