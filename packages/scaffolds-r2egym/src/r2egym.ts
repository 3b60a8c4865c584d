import { formatToolObservation, formatToolProblem, parseTagReply, type Scaffold } from "@swe/agent";
import { instancePrompt } from "./instance-prompt.ts";
import { systemPrompt } from "./system-prompt.ts";
import { tools } from "./tools.ts";

/** Search, edit, run, finish: by function calling or as text. */
export const r2egym: Scaffold = {
  id: "r2egym",
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
