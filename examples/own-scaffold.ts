import {
  createExecuteBashTool,
  describeTools,
  formatToolObservation,
  formatToolProblem,
  parseTagReply,
  type Scaffold,
  submit,
  tagFormatGuide,
} from "@swe/agent";

/** An agent with a shell and nothing else, that speaks in tags or by function calling. */
export const plainShell: Scaffold = {
  id: "plain_shell",
  modes: ["text", "tools"],
  systemPrompt: ({ mode, tools }) =>
    mode === "tools"
      ? "You repair software. Call one tool in each reply."
      : `You repair software. End each reply with one call:\n${tagFormatGuide}\n\n${describeTools(tools)}`,
  instancePrompt: ({ problemStatement, workingDir }) => `In ${workingDir}, resolve this:\n\n${problemStatement}`,
  tools: [createExecuteBashTool({ refused: [] }), submit],
  parse: parseTagReply,
  formatObservation: formatToolObservation,
  formatError: (problem, { mode }) => formatToolProblem(problem, mode),
  isDone: ({ result }) => result.done === true,
  defaults: { limits: { maxSteps: 20, actionTimeoutMs: 30_000 } },
};
