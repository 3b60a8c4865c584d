import { describeProblem, type FormatProblem } from "@swe/agent";
import { submitCommand } from "./submit-command.ts";

/** Tells the model how to write its command. */
export function formatError(problem: FormatProblem): string {
  return `${describeProblem(problem)}
Write your reasoning, then exactly one command in one block like this:

\`\`\`bash
your command here
\`\`\`

If you are done, the command is:

\`\`\`bash
${submitCommand}
\`\`\``;
}
