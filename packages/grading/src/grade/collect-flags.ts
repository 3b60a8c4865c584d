import type { Integrity, IntegrityFlag } from "../verdict/integrity.ts";
import type { Judgement } from "../verdict/judge-run.ts";
import type { VariantResult } from "./run-variant.ts";

/** What is worth a look in a grading. */
export function collectFlags({ guard, run }: VariantResult, judgement: Judgement, integrity: Omit<Integrity, "flags">): IntegrityFlag[] {
  const marker = run?.marker;
  const found: Readonly<Partial<Record<IntegrityFlag, boolean>>> = {
    edits_tests: integrity.touched_tests.length > 0,
    edits_infrastructure: integrity.touched_infrastructure.length > 0,
    infrastructure_kept: integrity.kept.length > 0,
    forged_marker:
      judgement.reason === "forged_marker" || (run?.ended === true && run.recordedMarker === null && (marker?.values.length ?? 0) > 0),
    marker_unverified: run !== undefined && run.expectsMarker && run.recordedMarker === undefined,
    test_patch_unchecked: guard !== undefined && guard.testPatchApplies === undefined,
    exit_code_only: judgement.evidence === "exit_code_only",
    probe_unsupported: integrity.probe === "unsupported",
    log_truncated: run?.truncated ?? false,
  };
  return (Object.entries(found) as [IntegrityFlag, boolean][]).filter(([, holds]) => holds).map(([flag]) => flag);
}
