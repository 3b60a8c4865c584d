import type { EvalRun, Proof, ProofReason, ProveOptions } from "@swe/grading";

/** Proves, or refuses to, as words in the eval script say: HANG, VACUOUS, FLAKY, FAILING, NEEDS_NETWORK. */
export async function fakeProver({ instance, validate, abortSignal }: ProveOptions): Promise<Proof> {
  abortSignal?.throwIfAborted();
  const has = (word: string): boolean => instance.evalScript.includes(word);
  const reason = reasonOf(has, validate);
  const before = run(1);
  const after = [run(has("FAILING") ? 1 : 0)];
  return {
    ok: reason === "proved",
    reason,
    before: validate === "f2p" ? before : undefined,
    after,
    failToPass: undefined,
    passToPass: undefined,
    network: has("NEEDS_NETWORK") ? "bridge" : "none",
    evidence: "exit_code_only",
    log: "",
  };
}

function reasonOf(has: (word: string) => boolean, validate: ProveOptions["validate"]): ProofReason {
  if (has("HANG")) return "timeout";
  if (has("FAILING")) return "tests_failed";
  if (has("FLAKY")) return "flaky";
  return has("VACUOUS") && validate !== "pass" ? "passes_without_patch" : "proved";
}

function run(exitCode: number): EvalRun {
  return {
    log: `tests ran\nOMNIGRIL_EXIT_CODE=${exitCode}\n`,
    truncated: false,
    exitCode: 0,
    marker: { exitCode, values: [exitCode], forged: false },
    recordedMarker: exitCode,
    expectsMarker: true,
    ended: true,
    timedOut: false,
    oomKilled: false,
    testPatchRejected: false,
    durationMs: 1,
    runner: undefined,
    tests: new Map(),
    counts: undefined,
  };
}
