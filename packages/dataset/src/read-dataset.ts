import { createCollector, type Dataset, type ParseDatasetOptions } from "./parse-dataset.ts";
import { readChunks } from "./read-chunks.ts";

export interface ReadDatasetOptions extends Omit<ParseDatasetOptions, "name"> {
  /** Stops reading; the promise rejects with the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * Reads a file of instances: a JSON list or JSON lines, UTF-8 with or without a byte order mark, of any size. Throws
 * `InputError` for what {@link parseDataset} refuses and for a file that cannot be read.
 */
export async function readDataset(path: string, options: ReadDatasetOptions = {}): Promise<Dataset> {
  const { abortSignal, ...rest } = options;
  const { splitter, finish } = createCollector({ ...rest, name: path });
  await readChunks(path, (chunk) => splitter.push(chunk), abortSignal);
  return finish();
}
