import type { Ownership, SandboxLimits, SandboxProvider } from "@swe/core";
import { type EvalRun, type Proof, type ProofReason, proveFailToPass } from "@swe/grading";
import type { TransferExitReason } from "../records/transfer-record.ts";
import { fence } from "../text/fence.ts";
import { logTail } from "../text/log-tail.ts";

export interface ProvePhaseOptions {
  readonly provider: SandboxProvider;
  readonly image: string;
  readonly instanceId: string;
  readonly evalScript: string;
  /** Gold patch. Without one the script only has to pass. */
  readonly patch: string | undefined;
  readonly testPatch: string | undefined;
  readonly validate: "f2p" | "pass";
  readonly network: "auto" | "none" | "bridge";
  readonly timeoutMs: number;
  readonly repeat: number;
  readonly limits?: SandboxLimits | undefined;
  readonly owner?: Ownership | undefined;
  /** How the tests are run. @default `proveFailToPass` of @swe/grading */
  readonly prover?: Prover | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Finds out whether an environment tells solved from unsolved. */
export type Prover = typeof proveFailToPass;

export interface Proved {
  readonly ok: true;
  readonly proof: Proof;
}

export interface NotProved {
  readonly ok: false;
  readonly proof: Proof;
  /** One sentence for reports. */
  readonly reason: string;
  readonly findings: string;
  /** Set when no change of the environment can help. */
  readonly finalReason: TransferExitReason | undefined;
}

/** Runs the tests without and with the gold patch. Engine trouble rejects, all else is an outcome. */
export async function prove(options: ProvePhaseOptions): Promise<Proved | NotProved> {
  const { instanceId, evalScript, patch, testPatch, validate, prover = proveFailToPass, ...rest } = options;
  const hasPatch = patch !== undefined && patch.trim() !== "";
  const instance = { instanceId, evalScript, patch, testPatch };
  const proof = await prover({ ...rest, instance, validate: hasPatch ? validate : "pass" });
  if (proof.ok) return { ok: true, proof };
  return { ok: false, proof, ...describe(proof, options.timeoutMs) };
}

type FailedReason = Exclude<ProofReason, "proved">;

const finalReasons: { readonly [K in FailedReason]?: TransferExitReason } = {
  timeout: "timeout",
  passes_without_patch: "passes_without_patch",
  flaky: "flaky",
};

function describe(proof: Proof, timeoutMs: number): Pick<NotProved, "reason" | "findings" | "finalReason"> {
  const failed = proof.reason as FailedReason;
  const last = proof.after.at(-1);
  const reason = reasons(last, timeoutMs)[failed];
  const log = last === undefined ? proof.log : last.log;
  const which = failed === "passes_without_patch" ? proof.before?.log : log;
  const findings = `The image builds and its checks pass, but the tests do not prove it: ${reason}\nThe last lines of the log:\n\n${fence("", logTail(which ?? ""))}`;
  return { reason, findings, finalReason: finalReasons[failed] };
}

function reasons(run: EvalRun | undefined, timeoutMs: number): Readonly<Record<FailedReason, string>> {
  return {
    passes_without_patch: "The eval script passes without the gold patch as well, so it proves nothing.",
    gold_not_applied: "The gold patch does not apply to the repository in the image.",
    test_patch_not_applied: "The eval script's test patch does not apply.",
    tests_failed: `With the gold patch applied, the eval script reports exit code ${run?.marker.exitCode ?? "none"}.`,
    no_marker: `With the gold patch applied, the eval script ended${run?.exitCode === undefined || run.exitCode === null ? "" : ` with status ${run.exitCode}`} without printing OMNIGRIL_EXIT_CODE.`,
    forged_marker: "The output holds OMNIGRIL_EXIT_CODE markers that contradict each other.",
    timeout: `The eval script exceeds the time limit of ${timeoutMs / 1000} seconds.`,
    eval_error: "The eval script was killed twice, most likely for lack of memory.",
    flaky: "Repeated runs of the eval script with the gold patch disagree.",
  };
}
