import { createBashScaffold, type Scaffold } from "@swe/agent";
import { instancePrompt } from "./instance-prompt.ts";
import { systemPrompt } from "./system-prompt.ts";

/** The smallest agent: one bash block a step, each in a new shell. Works for any language. */
export const miniSweAgent: Scaffold = createBashScaffold({ id: "mini_swe_agent", systemPrompt, instancePrompt });
