import { resolve } from "node:path";
import type { TransferSettings } from "@swe/transfer-agent";
import { checkNumber, numberFromEnvironment } from "./numbers.ts";
import type { TransferArguments } from "./transfer-options.ts";

const whole = { minimum: 1, isInteger: true };

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
