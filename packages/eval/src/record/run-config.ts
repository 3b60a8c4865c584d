import type { JsonValue } from "@swe/core";

export interface RecordedImage {
  /** Immutable id, sha256:... */
  readonly image_id: string;
  /** `name@sha256:...` of images that were pushed or pulled. */
  readonly digests: readonly string[];
}

/** Content of `run_config.json`: what is needed to tell two runs apart, and to do one again. */
export interface RunConfig {
  readonly schema_version: number;
  readonly exp_name: string;
  /** Hash of `settings`; every row carries it. */
  readonly config_hash: string;
  /** What decides the results. A run resumes only with the same. */
  readonly settings: Readonly<Record<string, JsonValue>>;
  /** What was asked for when the run was last started: dataset, slice, workers. */
  readonly invocation: Readonly<Record<string, JsonValue>>;
  /** By the name in the dataset. */
  readonly images: Readonly<Record<string, RecordedImage>>;
  readonly versions: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly created_at: string;
  readonly updated_at: string;
}
