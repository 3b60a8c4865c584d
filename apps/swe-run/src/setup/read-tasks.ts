import { dirname, resolve } from "node:path";
import { type DatasetEntry, InputError } from "@swe/core";
import { readDataset, selectEntries, type Selection } from "@swe/dataset";
import { type AttemptTask, toAttemptTask } from "@swe/eval";
import { type FlagValues, readBoolean, readList, readText, readWhole, requireText } from "../flags/flag-values.ts";

export interface SelectedTasks {
  readonly tasks: readonly AttemptTask[];
  /** Path of the dataset as given. */
  readonly dataset: string;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
}

/** Picks entries by the flags of a command. */
export type SelectEntries = (entries: readonly DatasetEntry[], values: FlagValues) => Selection;

/** Reads the dataset and picks what the flags ask for. */
export async function readTasks(values: FlagValues, select: SelectEntries, abortSignal: AbortSignal): Promise<SelectedTasks> {
  const dataset = requireText(values, "dataset");
  const { entries, problems } = await readDataset(dataset, { purpose: "run", lenient: readBoolean(values, "lenient"), abortSignal });
  const selection = select(entries, values);
  const folder = dirname(resolve(dataset));
  return {
    dataset,
    tasks: selection.entries.map((entry) => toAttemptTask(entry, folder)),
    warnings: [...problems.map(({ message }) => `left out: ${message}`), ...selection.warnings],
  };
}

/** `--start_idx`, `--k`, `--only`. Ids that are named are all meant unless a number is given too. */
export function readSlice(entries: readonly DatasetEntry[], values: FlagValues): Selection {
  const only = readList(values, "only");
  const all = readText(values, "k") === "all";
  const k = all ? undefined : (readWhole(values, "k") ?? (only === undefined ? 1 : undefined));
  return selectEntries(entries, { startIdx: readWhole(values, "start_idx"), k, only });
}

/** `--instance_id`. */
export function readSingle(entries: readonly DatasetEntry[], values: FlagValues): Selection {
  const instanceId = readText(values, "instance_id");
  if (instanceId !== undefined) return selectEntries(entries, { only: [instanceId] });
  if (entries.length === 1) return selectEntries(entries);
  throw new InputError({
    message: `The dataset has ${String(entries.length)} instances.`,
    remedy: "Name one with --instance_id, or use runagent_multiple.",
  });
}
