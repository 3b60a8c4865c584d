import { formatToolObservation, formatToolProblem, parseTagReply, type Scaffold } from "@swe/agent";
import { instancePrompt } from "./instance-prompt.ts";
import { systemPrompt } from "./system-prompt.ts";
import { tools } from "./tools.ts";

/** An editor, a shell, a list of tasks: by function calling or as text. Experimental and unofficial; it differs from OpenHands itself. */
export const openhands: Scaffold = {
  id: "openhands",
  modes: ["tools", "text"],
  systemPrompt,
  instancePrompt,
  tools,
  parse: parseTagReply,
  formatObservation: formatToolObservation,
  formatError: (problem, { mode }) => formatToolProblem(problem, mode),
  isDone: ({ result }) => result.done === true,
  defaults: {},
};
