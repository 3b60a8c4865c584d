import { z } from "zod";
import type { Tool } from "../contracts/tool.ts";
import { defineTool } from "./define-tool.ts";

/** Ends the run. */
export const submit: Tool = defineTool({
  name: "submit",
  description: "Hands in your work and ends the session. Call it only when the task is done; you cannot go on afterwards.",
  parameters: z.object({}),
  run: async () => ({ text: "The work is handed in.", done: true, submission: "" }),
});
