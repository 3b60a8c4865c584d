import { readFile } from "node:fs/promises";
import { type ChatModel, InputError } from "@swe/core";
import { createModel, type PriceTable, resolveModel } from "@swe/llm";
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
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new InputError({ message: `The price file ${path} cannot be read as JSON.`, remedy: "Check --prices.", cause: error });
  }
  if (!isPriceTable(value)) {
    throw new InputError({
      message: `The price file ${path} must hold {"model": {"inputPerMillion": number, "outputPerMillion": number}}.`,
      remedy: "Prices are US dollars for a million tokens; cachedInputPerMillion and cacheWritePerMillion may be added.",
    });
  }
  return value;
}

function isPriceTable(value: unknown): value is PriceTable {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((price: unknown) => {
    if (typeof price !== "object" || price === null) return false;
    const numbers = Object.values(price);
    return (
      "inputPerMillion" in price && "outputPerMillion" in price && numbers.every((number) => typeof number === "number" && number >= 0)
    );
  });
}
