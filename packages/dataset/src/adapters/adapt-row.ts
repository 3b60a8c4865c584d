import type { AdaptedRow, DatasetFormat, FormatAdapter, Row } from "./dataset-format.ts";
import { multiSweBench } from "./multi-swe-bench.ts";
import { openSwe } from "./open-swe.ts";
import { r2eGym } from "./r2e-gym.ts";
import { textOf } from "./row-fields.ts";
import { scaleSwe } from "./scale-swe.ts";
import { sweBench } from "./swe-bench.ts";
import { sweBenchLive } from "./swe-bench-live.ts";
import { sweGym } from "./swe-gym.ts";
import { sweRebench } from "./swe-rebench.ts";
import { sweSmith } from "./swe-smith.ts";

const native: FormatAdapter = {
  recognise: (row) => textOf(row, "dockerfile") !== undefined && textOf(row, "eval_script") !== undefined,
  adapt: () => ({ fields: {}, missing: {} }),
};

/** In the order in which they are asked: the more particular first. */
const adapters: Readonly<Record<DatasetFormat, FormatAdapter>> = {
  "swe-factory": native,
  "multi-swe-bench": multiSweBench,
  "r2e-gym": r2eGym,
  "swe-smith": sweSmith,
  "swe-rebench": sweRebench,
  "swe-bench-live": sweBenchLive,
  "scale-swe": scaleSwe,
  "open-swe": openSwe,
  "swe-bench": sweBench,
  "swe-gym": sweGym,
};

/** Names of the formats, for messages and command lines. */
export const datasetFormats: readonly DatasetFormat[] = Object.keys(adapters) as DatasetFormat[];

/** What a row needs to read as one of ours. A row of no known format is taken for ours, so that messages name our fields. */
export function adaptRow(row: Row, format: DatasetFormat | "auto"): AdaptedRow {
  if (format !== "auto") return adapters[format].adapt(row);
  const adapter = Object.values(adapters).find(({ recognise }) => recognise(row)) ?? native;
  return adapter.adapt(row);
}
