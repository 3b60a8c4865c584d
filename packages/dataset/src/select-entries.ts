import { type DatasetEntry, InputError } from "@swe/core";

export interface SelectEntriesOptions {
  /** Index of the first entry to take. @default 0 */
  readonly startIdx?: number | undefined;
  /** Number of entries to take from there. @default all */
  readonly k?: number | undefined;
  /** Take only the entries with these ids; applied before the slice. */
  readonly only?: readonly string[] | undefined;
  /** Take at most this many of what the other options leave. */
  readonly limit?: number | undefined;
}

export interface Selection {
  readonly entries: readonly DatasetEntry[];
  /** Sentences for the user, e.g. that a slice was clipped. */
  readonly warnings: readonly string[];
}

/** Picks entries. A slice past the end is clipped with a warning; an id that is not there throws `InputError`. */
export function selectEntries(entries: readonly DatasetEntry[], options: SelectEntriesOptions = {}): Selection {
  const { startIdx = 0, k, only, limit } = options;
  for (const [name, value] of Object.entries({ startIdx, k, limit })) {
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 0)) {
      throw new InputError({ message: `${name} must be a whole number from 0, not ${value}.` });
    }
  }
  const chosen = only === undefined ? entries : pick(entries, only);
  const warnings: string[] = [];
  const end = k === undefined ? chosen.length : startIdx + k;
  if (startIdx >= chosen.length && startIdx > 0) {
    warnings.push(`The slice starts at ${startIdx}, but there are only ${chosen.length} entries: nothing is selected.`);
  } else if (end > chosen.length) {
    warnings.push(`The slice ${startIdx} to ${end} goes past the ${chosen.length} entries: clipped to ${chosen.length - startIdx}.`);
  }
  const slice = chosen.slice(startIdx, end);
  return { entries: limit === undefined ? slice : slice.slice(0, limit), warnings };
}

function pick(entries: readonly DatasetEntry[], only: readonly string[]): readonly DatasetEntry[] {
  const wanted = new Set(only);
  const found = entries.filter(({ instance }) => wanted.delete(instance.instanceId));
  if (wanted.size === 0) return found;
  const missing = [...wanted].map((id) => JSON.stringify(id)).join(", ");
  throw new InputError({
    message: `No entry has the id ${missing}.`,
    remedy: "Check the spelling against the dataset's instance_id fields.",
  });
}
