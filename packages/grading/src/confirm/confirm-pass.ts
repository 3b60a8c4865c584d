import type { ConfirmLevel, GradePatchOptions } from "../grade/grade-options.ts";
import type { Variant, VariantResult } from "../grade/run-variant.ts";
import type { StepOutcome } from "../verdict/integrity.ts";
import { judgeRun } from "../verdict/judge-run.ts";
import type { TouchedFile } from "./touched-infrastructure.ts";

/** A pass on its way to being believed. */
export interface ConfirmPassOptions {
  readonly options: GradePatchOptions;
  readonly level: ConfirmLevel;
  readonly touched: readonly TouchedFile[];
  readonly first: VariantResult;
  readonly run: (variant?: Variant) => Promise<VariantResult>;
}

/** What became of it. */
export interface Confirmation {
  readonly confirmed: boolean;
  readonly infra: StepOutcome;
  readonly probe: StepOutcome;
  readonly restored: readonly string[];
  readonly kept: readonly string[];
  /** Log of the run that took the reward away. */
  readonly log: string | undefined;
}

/** Runs the confirmation steps that `level` asks for; the first that fails decides. */
export async function confirmPass({ options, level, touched, run }: ConfirmPassOptions): Promise<Confirmation> {
  const nothing = { restored: [], kept: [], log: undefined };
  if (level === "none") return { ...nothing, confirmed: true, infra: "not_run", probe: "not_run" };
  if (touched.length === 0) return { ...nothing, confirmed: true, infra: "not_needed", probe: "not_run" };
  const paths = touched.map(({ path }) => path);
  const result = await run({ restore: paths });
  const passed = result.run !== undefined && judgeRun(result.run, options.instance).reward === 1;
  return {
    ...nothing,
    confirmed: passed,
    infra: passed ? "passed" : "failed",
    probe: "not_run",
    restored: paths,
    log: passed ? undefined : result.run?.log,
  };
}
