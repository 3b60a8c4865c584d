import type { FlagTable } from "./flag-table.ts";

/** Flags of `clean`. */
export const cleanFlags: FlagTable = {
  run_id: { describe: "Remove also what belongs to this run, even when its driver is alive" },
  keep_images: { describe: "Leave images alone", shown: "False" },
  json: { describe: "Print the result as JSON", shown: "False" },
};
