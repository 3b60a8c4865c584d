/** A parsed instance of a dataset: only the fields that the toolkit itself reads, typed. */
export interface Instance {
  /** Unique within a dataset, safe as a folder name and an image tag. */
  readonly instanceId: string;
  /** `owner/name`, where known. */
  readonly repo: string | undefined;
  readonly baseCommit: string | undefined;
  readonly language: string | undefined;
  readonly problemStatement: string | undefined;
  /** Dockerfile text. */
  readonly dockerfile: string;
  /** bash script that applies the test patch, runs the tests and prints `OMNIGRIL_EXIT_CODE=<rc>`. */
  readonly evalScript: string;
  /** Name of a built image; set by Stage 1. */
  readonly dockerImage: string | undefined;
  /** Gold patch. */
  readonly patch: string | undefined;
  readonly testPatch: string | undefined;
  /** Network that the eval script needs. `none` when the entry says nothing. */
  readonly network: "none" | "bridge";
  readonly failToPass: readonly string[] | undefined;
  readonly passToPass: readonly string[] | undefined;
  readonly issueNumbers: readonly string[];
  /** How Stage 1 saw the tests pass: `tests`, `counts` or `exit_code_only`. */
  readonly evidence?: string | undefined;
  /** Exact status expected of each test, as R2E-Gym has it. */
  readonly expectedOutput?: Readonly<Record<string, string>> | undefined;
}

/** A JSON value as this toolkit writes it into output files. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * One entry of a dataset with its exact source, so that fields nobody knows survive unchanged: their values, number
 * tokens (`1.0`, integers beyond 2^53) and key order.
 */
export interface DatasetEntry {
  readonly instance: Instance;
  /** Position in the file, from 0. */
  readonly index: number;
  /** The entry as JSON text on one line, exactly as it was apart from white space between tokens. */
  readonly json: string;
  /** JSON text of the entry with these top-level fields set (in place, or appended in the order given); undefined removes a field. */
  withFields(fields: Readonly<Record<string, JsonValue | undefined>>): string;
}
