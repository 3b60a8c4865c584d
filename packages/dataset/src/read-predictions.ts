import { createPredictionCollector } from "./parse-predictions.ts";
import type { Prediction } from "./prediction.ts";
import { readChunks } from "./read-chunks.ts";

export interface ReadPredictionsOptions {
  /** Stops reading; the promise rejects with the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** Reads a file of predictions in any of the forms that `parsePredictions` knows. Throws `InputError`. */
export async function readPredictions(path: string, { abortSignal }: ReadPredictionsOptions = {}): Promise<readonly Prediction[]> {
  const { splitter, finish } = createPredictionCollector(path);
  await readChunks(path, (chunk) => splitter.push(chunk), abortSignal);
  return finish();
}
