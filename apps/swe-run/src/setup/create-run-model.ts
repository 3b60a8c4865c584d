import { readFile } from "node:fs/promises";
import { type ChatModel, InputError } from "@swe/core";
import { createModel, parsePriceTable, type PriceTable, requireModelFolder, resolveModel } from "@swe/llm";
import { type FlagValues, readChoice, readNumber, readText, readWhole } from "../flags/flag-values.ts";
import type { Io } from "../io.ts";

export interface RunModel {
  /** Keys stay inside it. */
  readonly model: ChatModel;
  /** Where it is asked; undefined for recordings. */
  readonly address: string | undefined;
}

/** The model that the flags and the environment name. */
export async function createRunModel(values: FlagValues, io: Io, onWarning: (message: string) => void): Promise<RunModel> {
  const name = readText(values, "llm_name") ?? "gpt-4o";
  const record = readText(values, "record");
  const requestsPerMinute = readNumber(values, "rpm", 0.001);
  const tokensPerMinute = readNumber(values, "tpm", 1);
  const maxConcurrent = readWhole(values, "max_llm_calls", 1);
  await requireModelFolder(name);
  const target = resolveModel(name, io.env);
  const model = createModel({
    ...target,
    limits: { requestsPerMinute, tokensPerMinute, maxConcurrent },
    prices: await readPrices(readText(values, "prices")),
    record: record === undefined ? undefined : { directory: record },
    replayMode: readChoice(values, "replay_mode", ["strict", "loose"]),
    onEvent: (event) => {
      if (event.type === "parameter-dropped") onWarning(`${event.model} does not take "${event.parameter}"; it is left out.`);
      else if (event.attempt > 2)
        onWarning(
          `${event.model}: try ${String(event.attempt)} failed (${event.message}); next in ${String(Math.round(event.waitMs / 1000))} s`,
        );
    },
  });
  return { model, address: target.baseUrl };
}

async function readPrices(path: string | undefined): Promise<PriceTable | undefined> {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new InputError({ message: `The price file ${path} cannot be read.`, remedy: "Check --prices.", cause: error });
  }
  return parsePriceTable(text);
}
