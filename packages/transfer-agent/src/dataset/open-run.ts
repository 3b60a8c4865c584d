import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { type Journal, openJournal } from "@swe/batch";
import type { Clock } from "@swe/core";
import { type TransferRecord, transferRecordSchema } from "../records/transfer-record.ts";
import { createInstanceFolders, type InstanceFolders } from "./instance-folders.ts";
import type { OutputPaths } from "./output-paths.ts";
import { readRunState, type RunState, writeRunState } from "./run-state.ts";

/** A run with its journal, taken up where it was left or begun anew. */
export interface OpenRun {
  readonly state: RunState;
  readonly isResumed: boolean;
  readonly journal: Journal<TransferRecord>;
  readonly folders: InstanceFolders;
}

export interface OpenRunOptions {
  readonly paths: OutputPaths;
  readonly inputFile: string;
  readonly instanceIds: readonly string[];
  /** What decides results. */
  readonly settings: NonNullable<RunState["settings"]>;
  readonly clock: Clock;
  readonly onWarning: (message: string) => void;
}

/** The folder's lock must be held. The caller closes the journal. */
export async function openRun(options: OpenRunOptions): Promise<OpenRun> {
  const { paths, instanceIds, onWarning } = options;
  const journal = await openJournal({
    path: paths.journal,
    parse: (value) => transferRecordSchema.parse(value),
    keyOf: (record) => record.instance_id,
    onProblem: (problem) => onWarning(problem.message),
  });
  try {
    const folders = createInstanceFolders(paths);
    await folders.recover((id) => journal.get(id));
    await restoreRecords(journal, folders, instanceIds);
    const previous = await readRunState(paths.state);
    const isResumed = previous !== undefined && !previous.closed;
    const state = isResumed ? previous : await newState(options);
    const changes = compare(state.settings ?? options.settings, options.settings);
    if (changes.length > 0) {
      const sentence = `The interrupted run that is gone on with began with other settings (${changes.join("; ")})`;
      onWarning(`${sentence}: what has a result keeps it. To do everything with these, name another output folder.`);
    }
    if (!isResumed) await writeRunState(paths.state, state);
    return { state, isResumed, journal, folders };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** `validate: f2p before, pass now` for each that differs. */
function compare(before: OpenRunOptions["settings"], now: OpenRunOptions["settings"]): readonly string[] {
  const show = (value: string | number | boolean | undefined): string => (value === undefined ? "not set" : String(value));
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => before[name] !== now[name]);
  return names.map((name) => `${name}: ${show(before[name])} before, ${show(now[name])} now`);
}

async function newState({ paths, inputFile, clock, settings }: OpenRunOptions): Promise<RunState> {
  const at = new Date(clock.now());
  const history = await stat(paths.summaryHistory).catch(() => undefined);
  return {
    schema_version: 1,
    run_id: `transfer-${at.toISOString().replaceAll(/[-:]|\.\d+Z/g, "")}-${randomBytes(4).toString("hex")}`,
    started_at: at.toISOString(),
    input_file: inputFile,
    settings,
    closed: false,
    history_bytes: history?.size ?? 0,
  };
}

/** Results whose journal line was lost live on in their folders. */
async function restoreRecords(journal: Journal<TransferRecord>, folders: InstanceFolders, instanceIds: readonly string[]): Promise<void> {
  for (const id of instanceIds) {
    if (journal.has(id)) continue;
    const record = await folders.readRecord(id);
    if (record?.instance_id === id) await journal.append(record);
  }
}
