import type { Argv, Options } from "yargs";

/** Flags of the transfer, as they are declared. Names in kebab case; snake case works as well. */
const transferOptions = {
  input: { type: "string", demandOption: true, requiresArg: true, describe: "Instances: a JSON list or JSON lines" },
  output: { type: "string", demandOption: true, requiresArg: true, describe: "Folder for everything that is written" },
  "model-name": {
    type: "string",
    demandOption: true,
    requiresArg: true,
    describe: "Model, sent verbatim to the endpoint; scripted:DIR plays written replies, replay:DIR a recording",
  },
  "max-iterations": { type: "number", default: 5, requiresArg: true, describe: "Tries of the model for each instance" },
  "eval-timeout": { type: "number", default: 300, requiresArg: true, describe: "Limit of one run of the eval script, in seconds" },
  "build-timeout": { type: "number", default: 3600, requiresArg: true, describe: "Limit of one image build, in seconds" },
  "max-workers": { type: "number", default: 2, requiresArg: true, describe: "Instances at the same time" },
  "skip-existing": { type: "boolean", default: false, describe: "Leave instances alone that have a summary.json" },
  retry: {
    choices: ["infra", "failed"] as const,
    requiresArg: true,
    describe: "Keep every result except infrastructure failures (infra) or all failures (failed)",
  },
  only: { type: "array", string: true, requiresArg: true, describe: "Work on these instance ids only" },
  limit: { type: "number", requiresArg: true, describe: "Work on the first N instances only" },
  "always-draft": { type: "boolean", default: false, describe: "Ask the model even if the baseline may pass as it is" },
  validate: {
    choices: ["f2p", "pass"] as const,
    default: "f2p" as const,
    requiresArg: true,
    describe: "f2p: the tests must fail without the gold patch and pass with it",
  },
  "repeat-eval": { type: "number", default: 2, requiresArg: true, describe: "How often the passing run is made" },
  network: {
    choices: ["auto", "none", "bridge"] as const,
    default: "auto" as const,
    requiresArg: true,
    describe: "Network of the tests; auto tries without one first",
  },
  temperature: { type: "number", requiresArg: true, describe: "Sampling temperature [default: the provider's]" },
  rpm: { type: "number", requiresArg: true, describe: "Model calls in any minute [default: no limit]" },
  tpm: { type: "number", requiresArg: true, describe: "Tokens in any minute [default: no limit]" },
  "max-llm-calls": { type: "number", requiresArg: true, describe: "Model calls at the same time [default: no limit]" },
  record: { type: "string", requiresArg: true, describe: "Folder to store every exchange with the model in" },
  "replay-mode": {
    choices: ["strict", "loose"] as const,
    default: "strict" as const,
    requiresArg: true,
    describe: "For replay:DIR: strict compares requests with the recorded ones, loose matches by step",
  },
  prices: {
    type: "string",
    requiresArg: true,
    describe: 'File with prices where the endpoint tells none, {"model": {"inputPerMillion": 1, "outputPerMillion": 2}}',
  },
  "max-cost": { type: "number", requiresArg: true, describe: "Ceiling of the run's model calls, in US dollars" },
  "max-run-tokens": { type: "number", requiresArg: true, describe: "Ceiling of the run's model calls, in tokens" },
  "min-free-disk": { type: "string", requiresArg: true, describe: "Pause while the engine's disk has less free, e.g. 20G" },
  push: { type: "string", requiresArg: true, describe: "Push finished images under REGISTRY/PREFIX" },
  save: { type: "string", requiresArg: true, describe: "Write finished images as tarballs into this folder" },
  lenient: { type: "boolean", default: false, describe: "Run the good entries of a file that has bad ones" },
  json: { type: "boolean", default: false, describe: "Write progress as JSON lines to standard output" },
} as const satisfies Record<string, Options>;

/** Names of the flags. */
export const transferFlags: readonly string[] = Object.keys(transferOptions);

/** What the parser makes of the flags. */
export interface TransferArguments {
  readonly input: string;
  readonly output: string;
  readonly "model-name": string;
  readonly "max-iterations": number;
  readonly "eval-timeout": number;
  readonly "build-timeout": number;
  readonly "max-workers": number;
  readonly "skip-existing": boolean;
  readonly retry: "infra" | "failed" | undefined;
  readonly only: string[] | undefined;
  readonly limit: number | undefined;
  readonly "always-draft": boolean;
  readonly validate: "f2p" | "pass";
  readonly "repeat-eval": number;
  readonly network: "auto" | "none" | "bridge";
  readonly temperature: number | undefined;
  readonly rpm: number | undefined;
  readonly tpm: number | undefined;
  readonly "max-llm-calls": number | undefined;
  readonly record: string | undefined;
  readonly "replay-mode": "strict" | "loose";
  readonly prices: string | undefined;
  readonly "max-cost": number | undefined;
  readonly "max-run-tokens": number | undefined;
  readonly "min-free-disk": string | undefined;
  readonly push: string | undefined;
  readonly save: string | undefined;
  readonly lenient: boolean;
  readonly json: boolean;
}

export function declareTransfer(yargs: Argv): Argv<TransferArguments> {
  return yargs.options(transferOptions);
}
