import { InputError } from "@swe/core";
import createYargs from "yargs";
import type { CliContext } from "./cli-context.ts";
import { exitOk, toFailure } from "./exit-codes.ts";
import { refuseUnknownFlags } from "./known-flags.ts";
import { normalizeArgv } from "./normalize-argv.ts";
import { declareTransfer, transferFlags } from "./transfer-options.ts";

const epilogue = `Environment: OPENROUTER_API_KEY and OPENROUTER_API_BASE_URL, else OPENAI_API_KEY and OPENAI_BASE_URL, name the endpoint;
MAX_PATCH_CHARS (50000) and SELF_CHECK_MAX_REVISIONS (2) set limits; DOCKER_HOST names the engine.
Exit codes: 0 every instance has a result, 1 the run failed or was stopped, 2 wrong input.`;

/** Runs the command line and resolves with the exit code. Never ends the process itself. */
export async function runCli(context: CliContext): Promise<number> {
  try {
    return await parseAndRun(context);
  } catch (error) {
    const { code, message } = toFailure(error);
    context.stderr.write(`${message}\n`);
    return code;
  }
}

async function parseAndRun(context: CliContext): Promise<number> {
  const { stdout } = context;
  const argv = normalizeArgv(context.argv);
  refuseUnknownFlags(argv, argv[0] === "clean" ? ["run", "help"] : [...transferFlags, "help"]);
  let code: number = exitOk;
  const parser = createYargs()
    .scriptName("swe-transfer")
    .usage("$0 --input FILE --output DIR --model-name MODEL\n\nNormalises, builds, seals and proves the environment of every instance.")
    .command(
      "$0",
      false,
      (yargs) => declareTransfer(yargs),
      async (args) => {
        const { transfer } = await import("./commands/transfer.ts");
        code = await transfer(args, context);
      },
    )
    .command(
      "clean",
      "Remove what dead runs have left on the engine",
      (yargs) => yargs.option("run", { type: "string", requiresArg: true, describe: "Everything of this run, even if it is alive" }),
      async ({ run }) => {
        const { clean } = await import("./commands/clean.ts");
        code = await clean({ run }, context);
      },
    )
    .parserConfiguration({ "camel-case-expansion": false, "duplicate-arguments-array": false, "greedy-arrays": true })
    .strict()
    .version(false)
    .epilogue(epilogue)
    .wrap(Math.min(120, stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error: Error | undefined) => {
      // An error of a command comes through here as well.
      if (error !== undefined && error.name !== "YError") throw error;
      throw new InputError({ message: `${message ?? error?.message}.`.replace(/\.\.$/, "."), remedy: "See swe-transfer --help." });
    });
  await parser.parse(argv, {}, (_error, _parsed, output) => {
    if (output !== "") stdout.write(`${output}\n`);
  });
  return code;
}
