import type { JsonValue } from "@swe/core";

/** Formats whose rows are understood. `swe-factory` is the toolkit's own: what SWE-Builder and Stage 1 write. */
export type DatasetFormat =
  | "swe-factory"
  | "swe-bench"
  | "swe-gym"
  | "swe-rebench"
  | "swe-smith"
  | "swe-bench-live"
  | "r2e-gym"
  | "multi-swe-bench"
  | "open-swe"
  | "scale-swe";

export type Row = Readonly<Record<string, unknown>>;

/** What an adapter makes of a row of its format. */
export interface AdaptedRow {
  /** Fields to set on the row so that it reads as one of ours. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  /** For fields that the format cannot give: what the user may do about it. */
  readonly missing: Readonly<Record<string, string>>;
}

/** One adapter a format: pure, knows the field names and the image rule of that format and nothing else. */
export interface FormatAdapter {
  /** True when a row can only be of this format. Formats that cannot be told from others never say so and have to be named. */
  readonly recognise: (row: Row) => boolean;
  readonly adapt: (row: Row) => AdaptedRow;
}
