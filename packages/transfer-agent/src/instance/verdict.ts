import type { BuiltImage } from "@swe/core";
import type { Proof } from "@swe/grading";
import type { Candidate } from "../candidate.ts";
import type { CheckReport } from "../phases/check.ts";
import type { TransferExitReason } from "../records/transfer-record.ts";

/** A candidate that passed everything. */
export interface Verified {
  readonly ok: true;
  readonly image: BuiltImage;
  /** The script is complete, the Dockerfile has its sealing layers. */
  readonly candidate: Candidate;
  readonly report: CheckReport;
  readonly proof: Proof;
}

export interface Rejected {
  readonly ok: false;
  /** One sentence for reports. */
  readonly reason: string;
  /** What the model is told: the failed check and its evidence. */
  readonly findings: string;
  /** Set when no change of the environment can help: the instance ends. */
  readonly finalReason: TransferExitReason | undefined;
  /** What was checked before it was rejected. */
  readonly report: CheckReport | undefined;
  readonly proof: Proof | undefined;
}

export type Verdict = Verified | Rejected;

export function rejected(reason: string, findings: string, rest: Partial<Omit<Rejected, "ok">> = {}): Rejected {
  return { ok: false, reason, findings, finalReason: undefined, report: undefined, proof: undefined, ...rest };
}
