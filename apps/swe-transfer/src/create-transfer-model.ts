import { readFile } from "node:fs/promises";
import { type ChatModel, InputError } from "@swe/core";
import { createModel, type ModelEvent, parsePriceTable, type PriceTable, requireModelFolder, resolveModel } from "@swe/llm";
import { checkNumber } from "./numbers.ts";
import type { TransferArguments } from "./transfer-options.ts";

type ModelArguments = Pick<TransferArguments, "model-name" | "prices" | "rpm" | "tpm" | "max-llm-calls" | "record" | "replay-mode">;

/** The model of the run: its name goes to the endpoint verbatim. */
export async function createTransferModel(
  args: ModelArguments,
  environment: Readonly<Record<string, string | undefined>>,
  warn: (message: string) => void,
): Promise<ChatModel> {
  await requireModelFolder(args["model-name"], "verbatim");
  return createModel({
    ...resolveModel(args["model-name"], environment, { routing: "verbatim" }),
    limits: {
      requestsPerMinute: checkNumber("--rpm", args.rpm, { minimum: 0.001 }),
      tokensPerMinute: checkNumber("--tpm", args.tpm, { minimum: 1 }),
      maxConcurrent: checkNumber("--max-llm-calls", args["max-llm-calls"], { minimum: 1, isInteger: true }),
    },
    record: args.record === undefined ? undefined : { directory: args.record },
    replayMode: args["replay-mode"],
    prices: args.prices === undefined ? undefined : await readPrices(args.prices),
    onEvent: (event) => warn(modelWarning(event)),
  });
}

async function readPrices(path: string): Promise<PriceTable> {
  try {
    return parsePriceTable(await readFile(path, "utf8"));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError({ message: `The price file ${path} cannot be read as JSON.`, remedy: "Check --prices.", cause });
  }
}

function modelWarning(event: ModelEvent): string {
  if (event.type === "parameter-dropped") return `${event.model} does not take the parameter ${event.parameter}; it is left out`;
  const who = event.context?.instanceId === undefined ? "" : `${event.context.instanceId}: `;
  return `${who}model call again in ${Math.round(event.waitMs / 1000)} s: ${event.message}`;
}
