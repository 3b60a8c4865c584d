import type { GradePatchOptions } from "../grade/grade-options.ts";
import type { Variant, VariantResult } from "../grade/run-variant.ts";
import type { EvalRun } from "../run/eval-run.ts";
import type { TestStatus } from "../runners/test-log.ts";

/** What {@link confirmSkips} works with. */
export interface SkipOptions {
  readonly options: GradePatchOptions;
  /** The run that passed. */
  readonly first: EvalRun;
  readonly run: (variant: Variant) => Promise<VariantResult>;
}

const leftOut = (status: TestStatus | undefined): boolean => status === "SKIPPED" || status === "XFAIL";
const total = ({ counts }: EvalRun): number => (counts?.passed ?? 0) + (counts?.failed ?? 0) + (counts?.skipped ?? 0);

/** Tests that did not have their say, of those that matter. */
function findLeftOut({ options, first }: SkipOptions): string[] {
  const { failToPass = [], passToPass = [] } = options.instance;
  const all = [...first.tests].filter(([, status]) => leftOut(status)).map(([id]) => id);
  return failToPass.length + passToPass.length > 0 ? all.filter((id) => failToPass.includes(id)) : all;
}

/**
 * Code under test can skip the test that calls it, or declare that it is expected to fail. A test that was left out must be left out
 * in a run with the gold patch too, or, without one, before the patch; a test that does not show there proves nothing. Undefined when
 * there is nothing to object to, else the log.
 */
export async function confirmSkips(settings: SkipOptions): Promise<string | undefined> {
  const { options, first, run } = settings;
  const { patch = "", failToPass = [], passToPass = [] } = options.instance;
  const suspects = findLeftOut(settings);
  // Runners that print no names still count.
  const unnamed = failToPass.length + passToPass.length === 0 ? (first.counts?.skipped ?? 0) - suspects.length : 0;
  if (suspects.length === 0 && unnamed <= 0) return undefined;
  const reference = (await run({ patch: new TextEncoder().encode(patch.trim() === "" ? "" : patch) })).run;
  if (reference === undefined) return undefined;
  const named = suspects.every((id) => (reference.tests.has(id) ? leftOut(reference.tests.get(id)) : true));
  const counted = total(reference) < total(first) || (reference.counts?.skipped ?? 0) >= (first.counts?.skipped ?? 0);
  return named && (unnamed <= 0 || counted) ? undefined : first.log;
}
