import { z } from "zod";
import type { Tool } from "../contracts/tool.ts";
import { defineTool } from "./define-tool.ts";

/** Lets a model write down a thought; nothing else happens. */
export const think: Tool = defineTool({
  name: "think",
  description: "Writes down a thought: a plan, what an observation means, what to weigh. It changes nothing and tells you nothing new.",
  parameters: z.object({ thought: z.string().describe("The thought.") }),
  run: async () => ({ text: "Noted." }),
});
