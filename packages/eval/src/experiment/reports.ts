import { type Journal, writeFileAtomic } from "@swe/batch";
import type { Clock } from "@swe/core";
import { attemptKey, type AttemptRow } from "../record/attempt-row.ts";
import { summarizeRewards } from "../record/reward-summary.ts";
import type { RunConfig } from "../record/run-config.ts";
import { toTrajectoryLine, type TrajectorySource } from "../record/trajectory-line.ts";
import { coalesce } from "./coalesce.ts";
import type { ExperimentPaths } from "./experiment-paths.ts";

/** Keeps the files that are derived from the journal up to date. Each is replaced as a whole, so that readers never see a part. */
export interface Reports {
  /** To be called when an attempt has become durable. */
  update(): void;
  /** Brings every file to the state of the journal. */
  flush(): Promise<void>;
}

export interface ReportsOptions {
  readonly paths: ExperimentPaths;
  readonly journal: Journal<AttemptRow>;
  readonly runConfig: () => RunConfig;
  readonly clock: Clock;
}

export function createReports({ paths, journal, runConfig, clock }: ReportsOptions): Reports {
  const small = coalesce({
    clock,
    work: async () => {
      await writeFileAtomic(paths.rewardSummary, pretty(summarizeRewards(journal.records())));
      await writeFileAtomic(paths.runConfig, pretty(runConfig()));
    },
  });
  // These grow with the run, so the time spent on them is kept to a small part of the whole.
  const large = coalesce({
    clock,
    restFactor: 19,
    minRestMs: 1000,
    work: async () => {
      await writeFileAtomic(
        paths.trajectories,
        trajectoryLines(journal, () => true),
      );
      await writeFileAtomic(
        paths.rejectionSampling,
        trajectoryLines(journal, (reward) => reward === 1),
      );
    },
  });
  const update = (): void => {
    small.request();
    large.request();
  };
  return {
    update,
    flush: async () => {
      update();
      await Promise.all([small.flush(), large.flush()]);
    },
  };
}

async function* trajectoryLines(journal: Journal<AttemptRow>, keep: (reward: 0 | 1) => boolean): AsyncIterable<string> {
  const rewards = new Map(journal.records().map((row) => [attemptKey(row), row.reward]));
  for await (const { key, json } of journal.lines()) {
    const reward = rewards.get(key) ?? null;
    if (reward === null || !keep(reward)) continue;
    const line = toTrajectoryLine(JSON.parse(json) as TrajectorySource);
    if (line !== undefined) yield `${JSON.stringify(line)}\n`;
  }
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
