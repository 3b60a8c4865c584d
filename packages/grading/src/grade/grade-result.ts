import type { OutcomeClass, RewardReason } from "@swe/core";
import type { TestStatus } from "../runners/test-log.ts";
import type { Evidence } from "../verdict/evidence.ts";
import type { Integrity } from "../verdict/integrity.ts";

/** The verdict on a patch. */
export interface GradeResult {
  /** null when nobody can say: the engine failed, not the patch. */
  readonly reward: 0 | 1 | null;
  readonly rewardReason: RewardReason;
  readonly outcome: Extract<OutcomeClass, "resolved" | "unresolved" | "infra_error">;
  readonly evidence: Evidence;
  readonly integrity: Integrity;
  /** Log of the run that decided; what the tools said when there was no run. */
  readonly testOutput: string;
  readonly testTimeout: boolean;
  /** Status per test of the first run, where the runner is known. */
  readonly tests: ReadonlyMap<string, TestStatus>;
  /** Of the whole grading, confirmations included, waiting for a slot excluded. */
  readonly durationMs: number;
  /** What the engine did, with `sandbox_error`. */
  readonly error: unknown;
}
