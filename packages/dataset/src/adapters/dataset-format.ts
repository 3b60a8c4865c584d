import type { JsonValue } from "@swe/core";

/** Formats whose rows are understood. `swe-factory` is the toolkit's own: the output of SWE-Builder and of Stage 1. */
export type DatasetFormat =
  | "swe-factory"
  | "swe-bench"
  | "swe-gym"
  | "swe-rebench"
  | "swe-smith"
  | "r2e-gym"
  | "multi-swe-bench"
  | "swe-bench-live"
  | "scale-swe";

export type Row = Readonly<Record<string, unknown>>;

/** What an adapter makes of a row of its format. */
export interface AdaptedRow {
  /** Fields to set on the row so that it reads as one of ours. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  /** For fields that the format cannot give: what the user may do about it. */
  readonly missing: Readonly<Record<string, string>>;
}

/** One adapter a format: pure, knows the field names and image rule of that format and nothing else. */
export interface FormatAdapter {
  /** True when a row can only be of this format. */
  readonly recognise: (row: Row) => boolean;
  readonly adapt: (row: Row) => AdaptedRow;
}
