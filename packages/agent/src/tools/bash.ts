import { z } from "zod";
import type { Tool } from "../contracts/tool.ts";
import { defineTool } from "./define-tool.ts";
import { runCommand } from "./run-command.ts";
import { readSubmission } from "../bash/read-submission.ts";

/** Runs one command in a new shell; its first line of output can hand in the work. */
export const bash: Tool = defineTool({
  name: "bash",
  description: "Runs a bash command in a new shell in the working directory and returns its exit status and output.",
  parameters: z.object({ command: z.string().describe("The command to run.") }),
  aliases: { cmd: "command" },
  run: async ({ command }, context) => {
    const { outcome, info } = await runCommand(command, context);
    const submission = readSubmission(outcome.output);
    const text = outcome.interruption === undefined ? outcome.output : `${outcome.output}\n${outcome.interruption}`;
    return { text, command: outcome, info, submission, done: submission !== undefined };
  },
});
