import type { FlagTable } from "./flag-table.ts";
import { gradingFlags } from "./run-flags.ts";

/** Flags of `regrade`. */
export const regradeFlags: FlagTable = {
  traj_dir: { describe: "Output folder of the run", isRequired: true },
  exp_name: { describe: "Name of the experiment", shown: "the folder's own" },
  only: { describe: "Ids of the instances to grade again", isList: true },
  max_workers: { describe: "Attempts at the same time", shown: "2" },
  fail_on_infra: { describe: "End with status 1 when more than this percentage could not be graded", shown: "when none could" },
  json: { describe: "Print events and the result as JSON, one object a line", shown: "False" },
  ...gradingFlags,
  max_reward_calc_time: { describe: "Seconds for one run of the eval script", shown: "as in the run" },
  confirm: { describe: "How far a pass is confirmed: none, infra or full", shown: "as in the run" },
};
