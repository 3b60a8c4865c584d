import { runVariant, type VariantResult } from "../grade/run-variant.ts";
import type { EvalRun } from "../run/eval-run.ts";
import { judgeRun } from "../verdict/judge-run.ts";
import { collectTestLists } from "./collect-test-lists.ts";
import type { Proof, ProofReason, ProveOptions } from "./proof.ts";

type Network = "none" | "bridge";

interface Tried {
  /** Undefined = the tests pass. */
  readonly objection: Exclude<ProofReason, "proved" | "passes_without_patch" | "flaky"> | undefined;
  readonly run: EvalRun | undefined;
  readonly log: string;
}

const encoder = new TextEncoder();

function objectionTo({ application, run }: VariantResult): Tried["objection"] {
  if (!application.applied) return "gold_not_applied";
  if (run === undefined) return "test_patch_not_applied";
  // Lists do not exist yet and the runner may print no names, so here the exit code decides.
  const { reward, reason } = judgeRun(run, { evidence: "exit_code_only" });
  if (reward === 1) return undefined;
  return reason === "timeout" ||
    reason === "no_marker" ||
    reason === "forged_marker" ||
    reason === "eval_error" ||
    reason === "test_patch_not_applied"
    ? reason
    : "tests_failed";
}

/** One run in a fresh container, twice when the first is killed. */
async function tryOnce(options: ProveOptions, network: Network, patched: boolean): Promise<Tried> {
  const { instance } = options;
  const patch = encoder.encode(patched ? (instance.patch ?? "") : "");
  const isBlank = instance.patch === undefined || instance.patch.trim() === "";
  const attempt = (): Promise<VariantResult> =>
    runVariant({ ...options, instance: { ...instance, network }, patch: isBlank ? new Uint8Array() : patch, patchOrigin: "foreign" });
  let result = await attempt();
  if (result.run !== undefined && !result.run.ended && !result.run.timedOut) result = await attempt();
  return { objection: objectionTo(result), run: result.run, log: result.application.log };
}

/** The first run with the gold patch, and the network that it needs. */
async function findNetwork(options: ProveOptions): Promise<{ network: Network; first: Tried }> {
  const { network = "auto" } = options;
  const first = await tryOnce(options, network === "bridge" ? "bridge" : "none", true);
  if (network !== "auto") return { network, first };
  if (first.objection === undefined || first.run === undefined) return { network: "none", first };
  const second = await tryOnce(options, "bridge", true);
  return second.objection === undefined ? { network: "bridge", first: second } : { network: "none", first };
}

/**
 * Finds out whether an environment tells solved from unsolved: the eval script passes with the gold patch, every time, and fails
 * without it (a time-out counts as failing). Every run has a fresh container and goes the way that grading goes.
 * Rejects with the provider's errors; everything that is the environment's fault is a reason.
 */
export async function proveFailToPass(options: ProveOptions): Promise<Proof> {
  const { validate = "f2p", repeat = 2 } = options;
  const { network, first } = await findNetwork(options);
  const after = first.run === undefined ? [] : [first.run];
  const proof = (reason: ProofReason, more: Partial<Proof> = {}): Proof => ({
    ok: reason === "proved",
    reason,
    before: undefined,
    after,
    failToPass: undefined,
    passToPass: undefined,
    network,
    evidence: "exit_code_only",
    log: first.log,
    ...more,
  });
  if (first.objection !== undefined) return proof(first.objection);
  const before = validate === "f2p" ? await tryOnce(options, network, false) : undefined;
  if (before !== undefined && before.objection === undefined) return proof("passes_without_patch", { before: before.run });
  const runs = first.run?.runner === undefined ? repeat : Math.max(2, repeat);
  for (let count = 1; count < runs; count++) {
    const again = await tryOnce(options, network, true);
    if (again.run !== undefined) after.push(again.run);
    if (again.objection !== undefined)
      return proof(again.objection === "timeout" ? "timeout" : "flaky", { before: before?.run, log: again.log });
  }
  return proof("proved", { before: before?.run, ...evidenceOf(before?.run, after) });
}

function evidenceOf(before: EvalRun | undefined, after: readonly EvalRun[]): Pick<Proof, "evidence" | "failToPass" | "passToPass"> {
  const lists = before === undefined ? undefined : collectTestLists(before, after);
  if (lists !== undefined && lists.failToPass.length > 0) return { evidence: "tests", ...lists };
  const counted = after.every((run) => (run.counts?.passed ?? 0) > 0 || run.tests.size > 0);
  return { evidence: counted ? "counts" : "exit_code_only", failToPass: undefined, passToPass: undefined };
}
