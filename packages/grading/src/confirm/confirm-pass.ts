import type { ConfirmLevel, GradePatchOptions } from "../grade/grade-options.ts";
import type { Variant, VariantResult } from "../grade/run-variant.ts";
import type { EvalRun } from "../run/eval-run.ts";
import type { StepOutcome } from "../verdict/integrity.ts";
import { confirmByProbe } from "./confirm-by-probe.ts";
import { confirmInfrastructure } from "./confirm-infrastructure.ts";
import { confirmSkips } from "./confirm-skips.ts";
import type { TouchedFile } from "./touched-infrastructure.ts";

/** A pass on its way to being believed. */
export interface ConfirmPassOptions {
  readonly options: GradePatchOptions;
  readonly level: ConfirmLevel;
  readonly touched: readonly TouchedFile[];
  /** The run that passed. */
  readonly first: EvalRun;
  readonly run: (variant: Variant) => Promise<VariantResult>;
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
export async function confirmPass({ options, level, touched, first, run }: ConfirmPassOptions): Promise<Confirmation> {
  if (level === "none") return { confirmed: true, infra: "not_run", probe: "not_run", restored: [], kept: [], log: undefined };
  const infra = await confirmInfrastructure(options, touched, run);
  const { restored, kept } = infra;
  const so = { infra: infra.outcome, restored, kept };
  if (infra.outcome === "failed") return { ...so, confirmed: false, probe: "not_run", log: infra.log };
  if (level === "infra") return { ...so, confirmed: true, probe: "not_run", log: undefined };
  const skipped = await confirmSkips({ options, first, run });
  if (skipped !== undefined) return { ...so, confirmed: false, probe: "not_run", log: skipped };
  const probe = await confirmByProbe({ options, first, variant: infra.variant, run });
  return { ...so, confirmed: probe.outcome !== "failed", probe: probe.outcome, log: probe.log };
}
