import { isUnusablePlace } from "@swe/batch";
import { describeError, InputError, SweError } from "@swe/core";
import yargs, { type Argv } from "yargs";
import { exitCodes } from "./exit-codes.ts";
import { checkFlags, unknownCommand } from "./flags/check-flags.ts";
import type { FlagValues } from "./flags/flag-values.ts";
import { exportFlags } from "./flags/export-flags.ts";
import { gradeFlags } from "./flags/grade-flags.ts";
import { regradeFlags } from "./flags/regrade-flags.ts";
import { runFlags, runOneFlags } from "./flags/run-flags.ts";
import { cleanFlags } from "./flags/clean-flags.ts";
import type { FlagTable } from "./flags/flag-table.ts";
import type { Io } from "./io.ts";
import { InterruptedError } from "./setup/stop-signals.ts";
import { version } from "./setup/version.ts";

type Command = (values: FlagValues, io: Io) => Promise<number>;

interface CommandSpec {
  readonly names: readonly string[];
  readonly summary: string;
  readonly flags: FlagTable;
  /** Loaded when the command runs: `--help` needs neither engine nor models. */
  readonly load: () => Promise<Command>;
}

const commands: readonly CommandSpec[] = [
  {
    names: ["runagent_multiple", "runagent-multiple"],
    summary: "Run an agent on several instances, take its patches, grade them and record everything",
    flags: runFlags,
    load: async () => (await import("./commands/run-agents.ts")).runAgents,
  },
  {
    names: ["runagent"],
    summary: "The same for one instance, named by its id",
    flags: runOneFlags,
    load: async () => (await import("./commands/run-agents.ts")).runOneAgent,
  },
  {
    names: ["grade"],
    summary: "Grade patches of any origin",
    flags: gradeFlags,
    load: async () => (await import("./commands/grade.ts")).grade,
  },
  {
    names: ["regrade"],
    summary: "Grade the patches of a finished run again, without running any agent",
    flags: regradeFlags,
    load: async () => (await import("./commands/regrade.ts")).regrade,
  },
  {
    names: ["export"],
    summary: "Write the patches of a run as predictions for other systems",
    flags: exportFlags,
    load: async () => (await import("./commands/export.ts")).exportRun,
  },
  {
    names: ["clean"],
    summary: "Remove containers and images that killed runs left behind",
    flags: cleanFlags,
    load: async () => (await import("./commands/clean.ts")).clean,
  },
];

/** What the user has to put right before anything can run. An engine that goes away later is a failed run, not one of these. */
const inputCodes: ReadonlySet<string> = new Set(["input", "model_auth", "engine_unavailable"]);

/** Parses the command line, runs the command and says with which status the process is to end. Throws nothing. */
export async function runCli(io: Io): Promise<number> {
  try {
    return await dispatch(io);
  } catch (error) {
    if (error instanceof InterruptedError) {
      io.stderr.write("swe-run: stopped before the first attempt\n");
      return exitCodes.failed;
    }
    io.stderr.write(`swe-run: ${SweError.isInstance(error) ? describeError(error) : unexpected(error)}\n`);
    const isInput = SweError.isInstance(error) && (inputCodes.has(error.code) || isUnusablePlace(error));
    return isInput ? exitCodes.input : exitCodes.failed;
  }
}

async function dispatch(io: Io): Promise<number> {
  let chosen: (() => Promise<number>) | undefined;
  let printed = "";
  const parser = yargs([...io.argv])
    .scriptName("swe-run")
    .usage("$0 <command> [options]\n\nRuns coding agents on built environments. Both --flag_name and --flag-name are understood.")
    .version(version)
    .wrap(Math.min(io.stdout.columns ?? 110, 130))
    .parserConfiguration({ "boolean-negation": false, "parse-numbers": false, "parse-positional-numbers": false })
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new InputError({ message: message ?? "The command line cannot be understood.", remedy: "See --help." });
    });
  for (const command of commands) {
    parser.command(
      [...command.names],
      command.summary,
      (args: Argv) => args.options(toYargsOptions(command.flags)),
      (values) => {
        chosen = async () => {
          checkFlags(values, command.flags);
          return (await command.load())(values, io);
        };
      },
    );
  }
  await parser.parse([...io.argv], {}, (_error, _values, output) => {
    printed = output;
  });
  if (printed !== "") io.stdout.write(`${printed}\n`);
  if (chosen !== undefined) return chosen();
  if (printed === "")
    throw unknownCommand(
      io.argv[0],
      commands.flatMap(({ names }) => names),
    );
  return exitCodes.ok;
}

function toYargsOptions(flags: FlagTable) {
  const entries = Object.entries(flags).map(([name, { describe, isList, isRequired, group, shown }]) => {
    const kebab = name.replaceAll("_", "-");
    const option = {
      describe: describe + (shown === undefined ? "" : ` [default: ${shown}]`) + (isRequired === true ? " [required]" : ""),
      string: true as const,
      ...(kebab === name ? {} : { alias: kebab }),
      ...(isList === true ? { array: true as const } : {}),
      ...(group === undefined ? {} : { group: `${group}:` }),
    };
    return [name, option] as const;
  });
  return Object.fromEntries(entries);
}

function unexpected(error: unknown): string {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `unexpected failure, please report it: ${message}`;
}
