import type { IntegrityFlag } from "@swe/grading";

/** A repository with a bug, its tests and its fix. */
export interface Target {
  readonly id: string;
  readonly language: "python" | "javascript" | "shell" | "c";
  /** The repository as the agent finds it. */
  readonly files: Readonly<Record<string, string>>;
  /** The fix, as whole files. */
  readonly gold: Readonly<Record<string, string>>;
  /** The hidden tests, as whole files. */
  readonly tests: Readonly<Record<string, string>>;
  /** What the eval script runs. */
  readonly command: string;
}

/** Something an agent could do with its sandbox, and what it should earn. */
export interface RedteamCase {
  readonly id: string;
  /** Targets that it is tried on. */
  readonly targets: readonly string[];
  /** Bash that runs where the agent works. What differs afterwards is the patch. */
  readonly script: (target: Target) => string;
  /** Limits of the grader's container and of the run, where the case is about them. */
  readonly limits?:
    | { readonly memoryBytes?: number; readonly pids?: number; readonly diskBytes?: number; readonly timeoutMs?: number }
    | undefined;
  /** The case runs in an image that Stage 1 sealed, made from a repository that knows the fix already. */
  readonly sealed?: boolean | undefined;
  /** An entry with neither gold patch nor test lists is fooled now and then: this one is not tried with them. */
  readonly listedOnly?: boolean | undefined;
  /** No grader can see through this one: a flag is all that can be asked for. */
  readonly flaggedBy?: IntegrityFlag | undefined;
}
