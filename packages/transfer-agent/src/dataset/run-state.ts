import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "@swe/batch";
import { z } from "zod";

/** The facts about a run that its journal does not hold: which run it is and whether it came to its end. */
export interface RunState {
  readonly schema_version: 1;
  readonly run_id: string;
  readonly started_at: string;
  readonly input_file: string;
  /** What decides results, as the run began with it. */
  readonly settings?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Whether everything that was asked for has a result. An open run is resumed, a closed one done again. */
  readonly closed: boolean;
  /** Size of the history file when the run began: its line is put behind that, once, however often closing is tried. */
  readonly history_bytes: number;
}

const schema: z.ZodType<RunState> = z.object({
  schema_version: z.literal(1),
  run_id: z.string(),
  started_at: z.string(),
  input_file: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  closed: z.boolean(),
  history_bytes: z.number(),
});

/** Undefined when there is none, or it cannot be read: the run then begins anew, finished results staying until replaced. */
export async function readRunState(path: string): Promise<RunState | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined;
  }
}

export async function writeRunState(path: string, state: RunState): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(state, null, 2)}\n`);
}
