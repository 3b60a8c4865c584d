import type { Instance, Ownership, SandboxLimits, SandboxProvider } from "@swe/core";
import type { EvalRun } from "../run/eval-run.ts";

/** Why an environment is proved, or is not. */
export type ProofReason =
  | "proved"
  /** The tests pass without the gold patch, so they prove nothing. */
  | "passes_without_patch"
  | "gold_not_applied"
  | "test_patch_not_applied"
  | "tests_failed"
  | "no_marker"
  | "forged_marker"
  | "timeout"
  /** Killed or out of memory, twice. */
  | "eval_error"
  /** Runs with the gold patch disagree. */
  | "flaky";

/** What a proof rests on; goes into the entry. `counts` = totals without names. */
export type ProofEvidence = "tests" | "counts" | "exit_code_only";

/** Whether an environment tells solved from unsolved. */
export interface Proof {
  readonly ok: boolean;
  readonly reason: ProofReason;
  /** The run without the gold patch; undefined when it was not needed or not reached. */
  readonly before: EvalRun | undefined;
  /** The runs with the gold patch, in order. */
  readonly after: readonly EvalRun[];
  /** Tests that failed or were missing before and passed in every run after. Undefined unless `evidence` is `tests`. */
  readonly failToPass: readonly string[] | undefined;
  /** Tests that passed before and in every run after. */
  readonly passToPass: readonly string[] | undefined;
  /** Network that the eval script was found to need. */
  readonly network: "none" | "bridge";
  readonly evidence: ProofEvidence;
  /** What the tools said where a patch did not apply. */
  readonly log: string;
}

/** Options of {@link proveFailToPass}. */
export interface ProveOptions {
  readonly provider: SandboxProvider;
  readonly image: string;
  readonly instance: Pick<Instance, "instanceId" | "evalScript"> & Partial<Pick<Instance, "patch" | "testPatch">>;
  /** `auto` tries without a network first. @default "auto" */
  readonly network?: "auto" | "none" | "bridge" | undefined;
  /** Limit of one run. @default 300_000 */
  readonly timeoutMs?: number | undefined;
  /** Runs with the gold patch. At least two are made for a runner whose log can be read. @default 2 */
  readonly repeat?: number | undefined;
  /** `f2p` wants a failure without the gold patch, `pass` only the pass with it. @default "f2p" */
  readonly validate?: "f2p" | "pass" | undefined;
  /** @default "/testbed" */
  readonly workdir?: string | undefined;
  readonly limits?: SandboxLimits | undefined;
  readonly owner?: Ownership | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}
