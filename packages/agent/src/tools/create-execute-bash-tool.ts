import { z } from "zod";
import type { CommandOutcome, Tool } from "../contracts/tool.ts";
import { clipLines } from "./clip-lines.ts";
import { defineTool } from "./define-tool.ts";
import { runCommand } from "./run-command.ts";

export interface ExecuteBashOptions {
  /** Name of the argument in function calling; both names are always accepted. @default "command" */
  readonly parameter?: "command" | "cmd" | undefined;
  /** First words of commands that are refused. @default git, ipython, jupyter, nohup */
  readonly refused?: readonly string[] | undefined;
  /** @default "execute_bash" */
  readonly name?: string | undefined;
}

export const refusedCommands: readonly string[] = ["git", "ipython", "jupyter", "nohup"];

/** A tool that runs a command and shows its exit status, standard output and standard error. */
export function createExecuteBashTool(options: ExecuteBashOptions = {}): Tool {
  const { parameter = "command", refused = refusedCommands, name = "execute_bash" } = options;
  const field = z.string().describe("The command, or several on lines of their own.");
  return defineTool<Readonly<Record<string, string>>>({
    name,
    description: describe(refused),
    parameters: z.object({ [parameter]: field }),
    aliases: parameter === "cmd" ? { command: "cmd" } : { cmd: "command" },
    run: async (args, context) => {
      const command = args[parameter] ?? "";
      const word = /^\s*(\S+)/.exec(command)?.[1];
      if (word === undefined) return { text: "ERROR: the command is empty. Give a command to run.", info: { error: "tool_error" } };
      if (command.includes("\0")) return { text: "ERROR: the command holds a NUL character. Leave it out.", info: { error: "tool_error" } };
      if (refused.includes(word)) {
        const text = `ERROR: "${word}" cannot be used here (nor can ${refused.filter((other) => other !== word).join(", ")}). Reach your goal with another command.`;
        return { text, info: { error: "refused_command" } };
      }
      const { run, outcome, info } = await runCommand(command, context);
      return { text: formatStreams(outcome, run.stdout, run.stderr), command: outcome, info };
    },
  });
}

function formatStreams(outcome: CommandOutcome, stdout: string, stderr: string): string {
  const parts = [
    { head: "[STDOUT]", text: stdout },
    { head: "[STDERR]", text: stderr },
  ];
  const shown = clipLines(parts, outcome.truncatedFromBytes) || "(no output)";
  const status = outcome.exitCode === null ? "Exit code: none" : `Exit code: ${outcome.exitCode}`;
  return [status, ...(outcome.interruption === undefined ? [] : [outcome.interruption]), shown].join("\n");
}

function describe(refused: readonly string[]): string {
  const lines = [
    "Runs a bash command in a new shell in the working directory and returns its exit code, standard output and standard error.",
    "Neither the working directory nor variables outlive a command. Nothing can be typed into it. A command that runs too long is killed.",
    "Output of more than 80 lines is cut in the middle.",
    ...(refused.length === 0 ? [] : [`These commands are refused: ${refused.join(", ")}.`]),
  ];
  return lines.join("\n");
}
