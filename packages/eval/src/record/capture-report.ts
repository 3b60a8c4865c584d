import type { CapturedPatch, LeftOut } from "../snapshot/capture-patch.ts";

/** What is worth knowing of how a patch was taken. */
export interface CaptureReport {
  readonly changed_files: number;
  readonly left_out: readonly LeftOut[];
  readonly left_out_count: number;
  readonly nested_repositories: readonly string[];
  /** `missing` = the agent deleted the repository's git folder; the patch is complete all the same. */
  readonly repository: CapturedPatch["repository"];
  readonly head_at_start: string | null;
  readonly head_at_end: string | null;
  readonly restored: boolean;
}

export function toCaptureReport(captured: CapturedPatch, headAtStart: string | undefined): CaptureReport {
  return {
    changed_files: captured.changedFiles.length,
    left_out: captured.leftOut,
    left_out_count: captured.leftOutCount,
    nested_repositories: captured.nestedRepositories,
    repository: captured.repository,
    head_at_start: headAtStart ?? null,
    head_at_end: captured.head ?? null,
    restored: captured.restored,
  };
}
