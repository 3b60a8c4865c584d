import type { JsonValue, RunResult } from "@swe/core";
import type { CommandOutcome, ToolContext } from "../contracts/tool.ts";

/** Keeps programs from paging, colouring and drawing progress bars. */
export const commandEnvironment: Readonly<Record<string, string>> = {
  PAGER: "cat",
  MANPAGER: "cat",
  LESS: "-R",
  PIP_PROGRESS_BAR: "off",
  TQDM_DISABLE: "1",
};

export interface CommandRun {
  readonly run: RunResult;
  readonly outcome: CommandOutcome;
  readonly info: Readonly<Record<string, JsonValue>>;
}

/** Runs a command of the agent as a fresh login shell would, within the time of one action. */
export async function runCommand(command: string, context: ToolContext, env?: Readonly<Record<string, string>>): Promise<CommandRun> {
  const { sandbox, workdir, timeoutMs, abortSignal } = context;
  const run = await sandbox.run(command, { cwd: workdir, env: { ...commandEnvironment, ...env }, timeoutMs, abortSignal });
  const interruption = describeInterruption(run, timeoutMs);
  return {
    run,
    outcome: {
      exitCode: run.exitCode,
      output: run.output,
      timedOut: run.timedOut,
      interruption,
      truncatedFromBytes: run.truncated ? run.outputBytes : undefined,
    },
    info: {
      exit_code: run.exitCode,
      ...(run.timedOut ? { timed_out: true } : {}),
      ...(run.oomKilled ? { oom_killed: true } : {}),
      ...(run.sandboxRestarted ? { sandbox_restarted: true } : {}),
      ...(run.truncated ? { output_bytes: run.outputBytes } : {}),
    },
  };
}

function describeInterruption(run: RunResult, timeoutMs: number): string | undefined {
  const notes: string[] = [];
  if (run.timedOut)
    notes.push(`The command ran longer than ${timeoutMs / 1000} s and was killed with all its processes; what it printed so far is kept.`);
  else if (run.endedBy === "abort") notes.push("The command was stopped because the run ended.");
  if (run.oomKilled) notes.push("A process was killed because the sandbox ran out of memory.");
  if (run.sandboxRestarted)
    notes.push("The sandbox was restarted to get rid of the command: files are kept, all other processes are gone.");
  return notes.length === 0 ? undefined : notes.join(" ");
}
