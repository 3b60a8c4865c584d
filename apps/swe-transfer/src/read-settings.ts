import { resolve } from "node:path";
import { InputError } from "@swe/core";
import type { TransferSettings } from "@swe/transfer-agent";
import { checkNumber, numberFromEnvironment } from "./numbers.ts";
import type { TransferArguments } from "./transfer-options.ts";

const whole = { minimum: 1, isInteger: true };

// What a registry takes: HOST[:PORT]/PATH in lower case, without scheme, tag or digest.
const pushPrefix = /^(?:[A-Za-z0-9.-]+|\[[\da-fA-F:]+\])(?::\d+)?(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*\/?$/;

/** Throws `InputError` for texts that are empty, as an unset variable of the shell leaves them, and for a wrong `--push`. */
export function checkTexts(args: TransferArguments): void {
  for (const name of ["input", "output", "model-name", "prices", "push", "save"] as const) {
    if (args[name]?.trim() === "") throw new InputError({ message: `--${name} is empty.`, remedy: "See swe-transfer --help." });
  }
  if (args.push === undefined || pushPrefix.test(args.push)) return;
  const remedy = "Write REGISTRY/PREFIX, e.g. registry.example.org:5000/environments.";
  throw new InputError({ message: `--push expects a registry and a prefix, got "${args.push}".`, remedy });
}

/** Flags and variables as the library's settings. Throws `InputError` naming the flag. */
export function readSettings(args: TransferArguments, environment: Readonly<Record<string, string | undefined>>): TransferSettings {
  const seconds = (name: string, value: number): number => (checkNumber(name, value, { minimum: 0.001 }) ?? 0) * 1000;
  return {
    maxIterations: checkNumber("--max-iterations", args["max-iterations"], { minimum: 0, isInteger: true }),
    evalTimeoutMs: seconds("--eval-timeout", args["eval-timeout"]),
    buildTimeoutMs: seconds("--build-timeout", args["build-timeout"]),
    maxPatchChars: numberFromEnvironment(environment, "MAX_PATCH_CHARS", { minimum: 0, isInteger: true }),
    selfCheckMaxRevisions: numberFromEnvironment(environment, "SELF_CHECK_MAX_REVISIONS", whole),
    alwaysDraft: args["always-draft"],
    validate: args.validate,
    network: args.network,
    repeatEval: checkNumber("--repeat-eval", args["repeat-eval"], whole),
    temperature: checkNumber("--temperature", args.temperature, { minimum: 0 }),
    push: args.push,
    save: args.save === undefined ? undefined : resolve(args.save),
  };
}
