/** Outcome of a confirmation step. `not_needed` = the patch touches nothing that the step would put back. */
export type StepOutcome = "passed" | "failed" | "not_needed" | "unsupported" | "not_run";

/** Things worth a look that do not decide a verdict by themselves. */
export type IntegrityFlag =
  /** The patch edits files that the test patch owns; they were put back. */
  | "edits_tests"
  /** The patch edits files that decide how tests run. */
  | "edits_infrastructure"
  /** An edit of such a file is needed for the tests to pass and was kept. */
  | "infrastructure_kept"
  /** The log holds markers that the script did not print. */
  | "forged_marker"
  /** The script's marker line has a form whose value only the log tells. */
  | "marker_unverified"
  /** Whether the test patch went in could not be checked. */
  | "test_patch_unchecked"
  /** No single test was seen: the exit code stands alone. */
  | "exit_code_only"
  /** No probe that must fail could be planted. */
  | "probe_unsupported"
  /** The log was too long to be kept whole. */
  | "log_truncated"
  /** A run was repeated after a crash. */
  | "retried_after_crash"
  /** Graded in the container in which the agent worked. */
  | "graded_in_agent_container";

/** What the grader found out besides the verdict. Written to the records as it is. */
export interface Integrity {
  /** Files of the test patch that the patch had changed; put back before the tests ran. */
  readonly touched_tests: readonly string[];
  /** Files of the patch that decide how tests run and that the gold patch does not touch. */
  readonly touched_infrastructure: readonly string[];
  /** Of those, what was put back for the confirming run. */
  readonly restored: readonly string[];
  /** Of those, what was kept because the tests pass only with it. */
  readonly kept: readonly string[];
  readonly infra: StepOutcome;
  readonly probe: StepOutcome;
  readonly flags: readonly IntegrityFlag[];
}
