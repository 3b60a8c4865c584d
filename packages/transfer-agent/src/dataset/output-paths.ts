import { basename, extname, join } from "node:path";

/** Every path in an output folder. */
export interface OutputPaths {
  readonly folder: string;
  readonly summary: string;
  readonly summaryMain: string;
  readonly summaryHistory: string;
  readonly transferred: string;
  readonly failed: string;
  readonly journal: string;
  readonly state: string;
  /** Instances that are being worked on; each moves to its own folder when it has ended. */
  readonly inProgress: string;
  readonly instance: (instanceId: string) => string;
}

export function outputPaths(folder: string, inputFile: string): OutputPaths {
  const stem = basename(inputFile, extname(inputFile));
  return {
    folder,
    summary: join(folder, "summary.json"),
    summaryMain: join(folder, "summary_main.json"),
    summaryHistory: join(folder, "summary_history.jsonl"),
    transferred: join(folder, `${stem}_transferred.json`),
    failed: join(folder, `${stem}_failed.json`),
    journal: join(folder, "transfer_journal.jsonl"),
    state: join(folder, "transfer_run.json"),
    inProgress: join(folder, ".in_progress"),
    instance: (instanceId) => join(folder, instanceId),
  };
}
