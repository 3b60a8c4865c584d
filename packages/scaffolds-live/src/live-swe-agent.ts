import { createBashScaffold, type Scaffold } from "@swe/agent";
import { formatError } from "./format-error.ts";
import { formatObservation } from "./format-observation.ts";
import { instancePrompt } from "./instance-prompt.ts";
import { systemPrompt } from "./system-prompt.ts";

/** One bash block a step, and an agent that is asked to write helper tools of its own while it works. Works for any language. */
export const liveSweAgent: Scaffold = createBashScaffold({
  id: "live_swe_agent",
  systemPrompt,
  instancePrompt,
  formatObservation,
  formatError,
});
