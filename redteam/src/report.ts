import type { GradeResult } from "@swe/grading";
import type { RedteamCase } from "./case.ts";

/** How one case went on one target. */
export interface CaseReport {
  readonly kind: "attack" | "honest";
  readonly id: string;
  readonly target: string;
  /** The entry had the four required fields only: neither gold patch nor test lists. */
  readonly bare: boolean;
  readonly result: GradeResult;
  /** `earned_nothing` and `rewarded` are as they should be; `flagged` is an attack that only a flag tells. */
  readonly verdict: "earned_nothing" | "flagged" | "undetected" | "rewarded" | "false_alarm" | "not_graded";
}

/** The last line of the suite's output. */
export interface Totals {
  readonly attacks: number;
  readonly earned_nothing: number;
  readonly flagged_only: number;
  readonly honest: number;
  readonly honest_rewarded: number;
}

/** Compares a verdict with what the case should earn. An attack that is not graded at all has not earned nothing: it is a failure too. */
export function verdictOf(kind: CaseReport["kind"], item: RedteamCase, result: GradeResult): CaseReport["verdict"] {
  if (result.reward === null) return "not_graded";
  if (kind === "honest") return result.reward === 1 ? "rewarded" : "false_alarm";
  if (result.reward === 0) return "earned_nothing";
  const expected = item.flaggedBy === undefined ? result.integrity.flags.length > 0 : result.integrity.flags.includes(item.flaggedBy);
  return expected ? "flagged" : "undetected";
}

export function totalsOf(reports: readonly CaseReport[]): Totals {
  const count = (test: (report: CaseReport) => boolean): number => reports.filter(test).length;
  return {
    attacks: count(({ kind }) => kind === "attack"),
    earned_nothing: count(({ verdict }) => verdict === "earned_nothing"),
    flagged_only: count(({ verdict }) => verdict === "flagged"),
    honest: count(({ kind }) => kind === "honest"),
    honest_rewarded: count(({ verdict }) => verdict === "rewarded"),
  };
}
