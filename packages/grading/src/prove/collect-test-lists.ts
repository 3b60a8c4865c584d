import type { EvalRun } from "../run/eval-run.ts";

/** Tests by what the gold patch does to them. */
export interface TestLists {
  readonly failToPass: readonly string[];
  readonly passToPass: readonly string[];
}

/** Compares the run before with all runs after. A test that is not always seen passing is in neither list. */
export function collectTestLists(before: EvalRun, after: readonly EvalRun[]): TestLists {
  const passes = (run: EvalRun, id: string): boolean => ["PASSED", "XFAIL"].includes(run.tests.get(id) ?? "");
  const stable = [...(after[0]?.tests.keys() ?? [])].filter((id) => after.every((run) => passes(run, id)));
  return { failToPass: stable.filter((id) => !passes(before, id)), passToPass: stable.filter((id) => passes(before, id)) };
}
