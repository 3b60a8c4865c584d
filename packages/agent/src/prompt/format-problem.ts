import type { AgentMode } from "../contracts/scaffold.ts";
import type { FormatProblem } from "../contracts/reply.ts";

const tagExample = "<function=NAME>\n  <parameter=KEY>VALUE</parameter>\n</function>";

/** Tells a model that its reply held no call, for scaffolds with tools. */
export function formatToolProblem(problem: FormatProblem, mode: AgentMode): string {
  const ask =
    mode === "tools"
      ? "Each reply needs a call: choose one of your tools and call it."
      : `Each reply needs a call, written like this:\n${tagExample}`;
  return `ERROR: ${describeProblem(problem)} ${ask}`;
}

/** One sentence on what was wrong with a reply. */
export function describeProblem(problem: FormatProblem): string {
  const cut = problem.cut ? " It was cut off at the output limit, so be shorter." : "";
  switch (problem.kind) {
    case "no_call":
      return `Your reply holds no call, so nothing was done.${cut}`;
    case "several_calls":
      return `Your reply holds ${problem.found.length} calls where exactly one is allowed, so nothing was done.${cut}`;
    case "unclosed_call":
      return `The call in your reply is not closed, so nothing was done.${cut}`;
    case "empty_reply":
      return `Your reply was empty, so nothing was done.${cut}`;
  }
}
