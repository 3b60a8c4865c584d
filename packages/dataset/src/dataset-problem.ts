/** Why an entry, or a part of a file, cannot be used. */
export interface DatasetProblem {
  /** Position of the entry in the file, from 0; undefined when the file as a whole is meant. */
  readonly index: number | undefined;
  /** Line of the file on which the entry starts, from 1. */
  readonly line: number | undefined;
  /** The entry's id, where it has one. */
  readonly instanceId: string | undefined;
  /** Top-level field at fault. */
  readonly field: string | undefined;
  /** What is wrong, naming entry and field: one line for a person. */
  readonly message: string;
}

interface ProblemFacts {
  readonly index?: number | undefined;
  readonly line?: number | undefined;
  readonly instanceId?: string | undefined;
  readonly field?: string | undefined;
  readonly what: string;
}

/** Builds a problem with a message such as `entry 3 ("a__b-1", line 40): "dockerfile" is missing`. */
export function describeProblem({ index, line, instanceId, field, what }: ProblemFacts): DatasetProblem {
  const known = [instanceId === undefined ? undefined : JSON.stringify(instanceId), line === undefined ? undefined : `line ${line}`];
  const detail = known.filter((part) => part !== undefined).join(", ");
  const place = index === undefined ? (detail === "" ? "the file" : detail) : `entry ${index}${detail === "" ? "" : ` (${detail})`}`;
  const subject = field === undefined ? "" : `"${field}" `;
  return { index, line, instanceId, field, message: `${place}: ${subject}${what}` };
}
