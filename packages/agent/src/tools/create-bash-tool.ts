import { z } from "zod";
import { readSubmission } from "../bash/read-submission.ts";
import type { Tool } from "../contracts/tool.ts";
import { defineTool } from "./define-tool.ts";
import { runCommand } from "./run-command.ts";

export interface BashToolOptions {
  /** Added to the environment of each command. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** A tool that runs one command in a new shell; the first line of a command's output can hand in the work. */
export function createBashTool({ env }: BashToolOptions = {}): Tool {
  return defineTool({
    name: "bash",
    description: "Runs a bash command in a new shell in the working directory and returns its exit status and output.",
    parameters: z.object({ command: z.string().describe("The command to run.") }),
    aliases: { cmd: "command" },
    run: async ({ command }, context) => {
      if (command.includes("\0")) return { text: "ERROR: the command holds a NUL character. Leave it out.", info: { error: "tool_error" } };
      const { outcome, info } = await runCommand(command, context, env);
      const submission = readSubmission(outcome.output);
      const text = outcome.interruption === undefined ? outcome.output : `${outcome.output}\n${outcome.interruption}`;
      return { text, command: outcome, info, submission, done: submission !== undefined };
    },
  });
}
