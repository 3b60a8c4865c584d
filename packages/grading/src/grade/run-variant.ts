import type { SandboxHandle } from "@swe/core";
import { applyPatch, type PatchApplication } from "../container/apply-patch.ts";
import { guardFiles, type GuardReport } from "../container/guard-files.ts";
import { mentionedPaths } from "../patch/mentioned-paths.ts";
import type { EvalRun } from "../run/eval-run.ts";
import { runEvalScript } from "../run/run-eval-script.ts";
import { splitTestPatch } from "../script/split-test-patch.ts";
import type { GradePatchOptions } from "./grade-options.ts";
import { defaultTimeoutMs, openGrader } from "./open-grader.ts";
import { readPackageScripts } from "./read-package-scripts.ts";

/** What the preparation of a run wants. */
export interface Preparation {
  /** The script to run instead of the entry's. */
  readonly evalScript?: string | undefined;
  /** Leave it at that: the script does not run. */
  readonly stop?: boolean | undefined;
}

/** What differs between the runs of one grading. */
export interface Variant {
  /** Files put back to the base's state besides those of the test patch. */
  readonly restore?: readonly string[] | undefined;
  /** Looks at files and changes them when everything else is in place, before the script runs. */
  readonly prepare?: ((sandbox: SandboxHandle) => Promise<Preparation | undefined>) | undefined;
  /** Another patch than the one that is graded. */
  readonly patch?: Uint8Array | undefined;
}

/** How far one run got. */
export interface VariantResult {
  readonly application: PatchApplication;
  readonly guard: GuardReport | undefined;
  /** Undefined when the patch or the test patch did not go in. */
  readonly run: EvalRun | undefined;
}

const decoder = new TextDecoder();

/** Paths that the test patch owns, as far as the script and the entry tell. */
export function testPaths(instance: GradePatchOptions["instance"]): string[] {
  const { testPatch } = splitTestPatch(instance.evalScript, instance.testPatch);
  return [...new Set([...mentionedPaths(testPatch ?? ""), ...mentionedPaths(instance.testPatch ?? "")])];
}

async function runIn(sandbox: SandboxHandle, options: GradePatchOptions, variant: Variant): Promise<VariantResult> {
  const { instance, patchOrigin = "captured", timeoutMs = defaultTimeoutMs, workdir, abortSignal } = options;
  const { patch = options.patch, restore = [], prepare } = variant;
  const { testPatch } = splitTestPatch(instance.evalScript, instance.testPatch);
  const attributes = mentionedPaths(decoder.decode(patch)).filter((path) => /(?:^|\/)\.gitattributes$/.test(path));
  const packageScripts = await readPackageScripts(sandbox, instance.evalScript, { workdir, abortSignal });
  const paths = [...new Set([...testPaths(instance), ...attributes, ...restore])];
  const guard = await guardFiles(sandbox, { paths, testPatch, workdir, abortSignal });
  const mode = patchOrigin === "foreign" ? "ladder" : "strict";
  const application: PatchApplication =
    patch.length === 0 ? { applied: true, how: "none", log: "" } : await applyPatch(sandbox, patch, { mode, workdir, abortSignal });
  if (!application.applied) return { application, guard: undefined, run: undefined };
  const report = await guard.restore({ abortSignal });
  if (report.testPatchApplies === false) return { application, guard: report, run: undefined };
  const { evalScript: script = instance.evalScript, stop = false } = (await prepare?.(sandbox)) ?? {};
  if (stop) return { application, guard: report, run: undefined };
  const guardTestPatch = report.testPatchApplies === true;
  const run = await runEvalScript(sandbox, { script, timeoutMs, abortSignal, workdir, guardTestPatch, packageScripts });
  return { application, guard: report, run };
}

/** One run of the eval script in a container of its own, which is gone afterwards. */
export async function runVariant(options: GradePatchOptions, variant: Variant = {}, prewarmed?: SandboxHandle): Promise<VariantResult> {
  const sandbox = prewarmed ?? (await openGrader({ ...options, network: options.instance.network }));
  try {
    return await runIn(sandbox, options, variant);
  } finally {
    await sandbox.stop();
  }
}
