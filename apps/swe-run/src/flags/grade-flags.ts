import type { FlagTable } from "./flag-table.ts";
import { gradingFlags } from "./run-flags.ts";

/** Flags of `grade`. */
export const gradeFlags: FlagTable = {
  dataset: { describe: "Dataset with built images", isRequired: true },
  predictions: {
    describe: "Patches: JSON list, JSON lines, or an object keyed by id, of {instance_id, model_name_or_path, model_patch}",
    isRequired: true,
  },
  output: { describe: "File to write, one JSON line a prediction; what is in it already is not graded again", isRequired: true },
  lenient: { describe: "Go on with the good entries of a dataset that also has bad ones", shown: "False" },
  max_workers: { describe: "Predictions at the same time", shown: "2" },
  infra_retries: { describe: "Tries after the first when the infrastructure fails", shown: "2" },
  fail_on_infra: { describe: "End with status 1 when more than this percentage could not be graded", shown: "when none could" },
  json: { describe: "Print events and the result as JSON, one object a line", shown: "False" },
  ...gradingFlags,
};
