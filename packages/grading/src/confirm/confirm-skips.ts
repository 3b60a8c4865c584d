import type { GradePatchOptions } from "../grade/grade-options.ts";
import type { Variant, VariantResult } from "../grade/run-variant.ts";
import type { EvalRun } from "../run/eval-run.ts";
import { namesOfTests } from "../probe/block-of.ts";
import { leafOf } from "../probe/leaf-of.ts";
import type { TestStatus } from "../runners/test-log.ts";
import { splitTestPatch } from "../script/split-test-patch.ts";

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

/** Tests that the test patch adds and that the log does not name. */
function findMissing({ options, first }: SkipOptions): string[] {
  const { evalScript, testPatch } = options.instance;
  const added = (splitTestPatch(evalScript, testPatch).testPatch ?? "").split("\n").filter((line) => line.startsWith("+"));
  const seen = new Set([...first.tests.keys()].map((id) => leafOf(id)));
  return seen.size === 0 ? [] : namesOfTests(added.map((line) => line.slice(1))).filter((name) => !seen.has(name));
}

/**
 * Code under test can skip the test that calls it, declare that it is expected to fail, or take it away. Without lists nothing else
 * would tell. A test that was left out must be left out in a run with the gold patch too, or, without one, before the patch; a test
 * that does not show there proves nothing. Undefined when there is nothing to object to, else the log.
 */
export async function confirmSkips(settings: SkipOptions): Promise<string | undefined> {
  const { options, first, run } = settings;
  const { patch = "", failToPass = [], passToPass = [] } = options.instance;
  if (first.runner === undefined) return undefined;
  const isListed = failToPass.length + passToPass.length > 0;
  const suspects = findLeftOut(settings);
  const missing = isListed ? [] : findMissing(settings);
  // Runners that print no names still count.
  const unnamed = isListed ? 0 : (first.counts?.skipped ?? 0) - suspects.length;
  const isNameless = !isListed && first.tests.size === 0;
  if (suspects.length === 0 && missing.length === 0 && unnamed <= 0 && !isNameless) return undefined;
  const reference = (await run({ patch: new TextEncoder().encode(patch.trim() === "" ? "" : patch) })).run;
  if (reference === undefined) return undefined;
  const seen = new Set([...reference.tests.keys()].map((id) => leafOf(id)));
  const shown = suspects.every((id) => (reference.tests.has(id) ? leftOut(reference.tests.get(id)) : true));
  const counted = total(reference) < total(first) || (reference.counts?.skipped ?? 0) >= (first.counts?.skipped ?? 0);
  const gone = missing.some((name) => seen.has(name)) || (isNameless && total(reference) > total(first));
  return shown && !gone && (unnamed <= 0 || counted) ? undefined : first.log;
}
