import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What `samples/instances/<instance_id>/` says about one instance; the rest of its row comes from the repository. */
export interface Definition {
  readonly instanceId: string;
  /** `owner/name`, a folder of `samples/repos`. */
  readonly repository: string;
  /** The fix is the commit whose subject ends with `(#N)`. */
  readonly pullNumber: number;
  readonly issueNumbers: readonly string[];
  readonly language: string;
  readonly version: string;
  /** Where the Dockerfile puts the repository. */
  readonly directory: string;
  /** Paths whose changes are the test patch; all others are the gold patch. */
  readonly testPaths: readonly string[];
  readonly testCommand: string;
  /** Dockerfile text with `{{base_commit}}`. */
  readonly dockerfile: string;
  readonly problem: string;
  readonly hints: string;
}

type Stored = Omit<Definition, "instanceId" | "dockerfile" | "problem" | "hints">;

function readOptional(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

export function readDefinition(folder: string, instanceId: string): Definition {
  const file = (name: string): string => join(folder, instanceId, name);
  const stored = JSON.parse(readFileSync(file("instance.json"), "utf8")) as Stored;
  return {
    ...stored,
    instanceId,
    dockerfile: readFileSync(file("Dockerfile"), "utf8"),
    problem: readFileSync(file("problem.md"), "utf8"),
    hints: readOptional(file("hints.md")),
  };
}
