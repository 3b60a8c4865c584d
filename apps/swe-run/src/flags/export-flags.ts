import type { FlagTable } from "./flag-table.ts";

/** Flags of `export`. */
export const exportFlags: FlagTable = {
  traj_dir: { describe: "Output folder of the run", isRequired: true },
  exp_name: { describe: "Name of the experiment", shown: "the folder's own" },
  output: { describe: "File to write, one JSON line an attempt", isRequired: true },
  model_name: { describe: "model_name_or_path of the rows", shown: "the run's model" },
  json: { describe: "Print the result as JSON", shown: "False" },
};
