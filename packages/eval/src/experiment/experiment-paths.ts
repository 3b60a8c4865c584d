import { join } from "node:path";
import { InputError } from "@swe/core";

/** The files of an experiment. */
export interface ExperimentPaths {
  readonly folder: string;
  readonly journal: string;
  readonly trajectories: string;
  readonly rejectionSampling: string;
  readonly rewardSummary: string;
  readonly runConfig: string;
}

const derivedNames = ["trajectories", "trajectories_rejection_sampling"];

export function experimentPaths(folder: string, expName: string): ExperimentPaths {
  return {
    folder,
    journal: join(folder, `${expName}.jsonl`),
    trajectories: join(folder, "trajectories.jsonl"),
    rejectionSampling: join(folder, "trajectories_rejection_sampling.jsonl"),
    rewardSummary: join(folder, "reward_summary.json"),
    runConfig: join(folder, "run_config.json"),
  };
}

/** Throws `InputError` for a name that cannot be a file of its own. */
export function checkExpName(expName: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,150}$/.test(expName) && !derivedNames.includes(expName)) return;
  throw new InputError({
    message: `The experiment name "${expName}" cannot be used as a file name.`,
    remedy: `Use letters, digits, ".", "_" and "-", starting with a letter or digit; ${derivedNames.join(" and ")} are taken.`,
  });
}
