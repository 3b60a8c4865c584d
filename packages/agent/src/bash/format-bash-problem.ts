import type { FormatProblem } from "../contracts/reply.ts";
import { describeProblem } from "../prompt/format-problem.ts";

/** Tells a model how to write its command, for scaffolds whose only tool is the shell. */
export function formatBashProblem(problem: FormatProblem): string {
  return `${describeProblem(problem)}
Write your reasoning, then exactly one command in one block like this:

\`\`\`bash
your command here
\`\`\`

Join several commands with && or put them on several lines of the one block. If you are done, the command is:

\`\`\`bash
echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT
\`\`\``;
}
