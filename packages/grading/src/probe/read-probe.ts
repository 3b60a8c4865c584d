import type { EvalRun } from "../run/eval-run.ts";
import type { ProbePlan } from "./plan-probe.ts";

/** What a run with a probe in it shows. */
export interface ProbeReading {
  /** The script reported failure, where it reports at all. */
  readonly failed: boolean;
  /** Files whose planted test was reported as failed. */
  readonly failedCanaries: ReadonlySet<string>;
  /** A planted test was reported as passed. */
  readonly canaryPassed: boolean;
  /** Other tests that passed without the probe and fail with it. */
  readonly newlyFailed: ReadonlySet<string>;
}

const bad = (status: string): boolean => status === "FAILED" || status === "ERROR";

/** Reads a run with a probe; `without` is a run of the same tests without it. */
export function readProbe(run: EvalRun, without: EvalRun, plan: ProbePlan): ProbeReading {
  const canaries = [...plan.canaries];
  const marker = run.recordedMarker ?? run.marker.exitCode;
  const statuses = [...run.tests];
  const of = (token: string): string[] => statuses.filter(([id]) => id.includes(token)).map(([, status]) => status);
  const newlyFailed = statuses.filter(
    ([id, status]) => bad(status) && without.tests.get(id) === "PASSED" && !canaries.some(([, token]) => id.includes(token)),
  );
  return {
    failed: run.expectsMarker ? marker !== 0 : true,
    failedCanaries: new Set(canaries.filter(([, token]) => of(token).some(bad)).map(([path]) => path)),
    canaryPassed: canaries.some(([, token]) => of(token).includes("PASSED")),
    newlyFailed: new Set(newlyFailed.map(([id]) => id)),
  };
}
