import { z } from "zod";
import type { Tool } from "../contracts/tool.ts";
import { defineTool } from "./define-tool.ts";

/** Ends the run, with an optional result. */
export const finish: Tool = defineTool({
  name: "finish",
  description: "Hands in your work and ends the session. Call it only when the task is done; you cannot go on afterwards.",
  parameters: z.object({
    command: z.enum(["submit"]).default("submit").describe("Always submit."),
    result: z.string().optional().describe("What you did, in a few words."),
  }),
  run: async ({ result }) => ({ text: "The work is handed in.", done: true, submission: result ?? "" }),
});
