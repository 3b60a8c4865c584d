import { randomUUID } from "node:crypto";
import { type SandboxHandle, SweError } from "@swe/core";
import { readMarker } from "../marker/read-marker.ts";
import { detectRunner } from "../runners/detect-runner.ts";
import { readTestLog } from "../runners/read-test-log.ts";
import { instrumentScript } from "../script/instrument-script.ts";
import type { EvalRun, EvalRunOptions } from "./eval-run.ts";
import { readEnding } from "./read-ending.ts";
import { wrapper } from "./wrapper.ts";

const mebibyte = 1024 * 1024;

function lostRun(durationMs: number, abortSignal: AbortSignal | undefined): EvalRun {
  abortSignal?.throwIfAborted();
  return {
    log: "The container ended while the script was running in it.\n",
    truncated: false,
    exitCode: null,
    marker: readMarker(""),
    recordedMarker: undefined,
    expectsMarker: true,
    ended: false,
    timedOut: false,
    oomKilled: false,
    testPatchRejected: false,
    durationMs,
    runner: undefined,
    tests: new Map(),
    counts: undefined,
  };
}

/**
 * Runs an eval script by one engine exec of its own. A failing, killed or timed-out run is a result, and so is one that took its
 * container down; rejects with the provider's errors when the engine is at fault, and with the signal's reason on abort.
 */
export async function runEvalScript(sandbox: SandboxHandle, options: EvalRunOptions): Promise<EvalRun> {
  const { script, timeoutMs, abortSignal, workdir, guardTestPatch, packageScripts, maxLogBytes = 16 * mebibyte } = options;
  abortSignal?.throwIfAborted();
  const nonce = `swe-${randomUUID()}`;
  const { text, recordsMarker } = instrumentScript(script, { guardTestPatch });
  const startedAt = performance.now();
  const exec = sandbox.exec(["bash", "-c", wrapper, "/eval.sh"], {
    cwd: workdir,
    stdin: `${nonce}\n${text}\n`,
    timeoutMs,
    maxOutputBytes: maxLogBytes,
    abortSignal,
  });
  const result = await exec.catch((error: unknown) => {
    // Code under test can take its container down; whether the engine is to blame shows in a fresh one.
    if (SweError.isInstance(error) && error.code === "sandbox_lost") return undefined;
    throw error;
  });
  if (result === undefined) return lostRun(performance.now() - startedAt, abortSignal);
  if (result.endedBy === "abort") abortSignal?.throwIfAborted();
  const ending = readEnding(result.stdout, nonce, result.endedBy === "exit" ? result.exitCode : null);
  const runner = detectRunner(script, packageScripts);
  const { tests, counts } = readTestLog(runner, ending.log);
  return {
    ...ending,
    recordedMarker: recordsMarker ? ending.recordedMarker : (ending.recordedMarker ?? undefined),
    truncated: result.truncated,
    marker: readMarker(ending.log),
    expectsMarker: recordsMarker || script.includes("OMNIGRIL_EXIT_CODE"),
    timedOut: result.timedOut,
    oomKilled: result.oomKilled,
    durationMs: result.durationMs,
    runner,
    tests,
    counts,
  };
}
