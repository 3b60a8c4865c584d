import type { AdaptedRow, DatasetFormat, Row } from "./dataset-format.ts";

export function adaptRow(_row: Row, _format: DatasetFormat | "auto"): AdaptedRow {
  return { fields: {}, missing: {} };
}
