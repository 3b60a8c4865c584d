import type { SandboxHandle } from "@swe/core";
import type { GradePatchOptions } from "../grade/grade-options.ts";
import type { Variant, VariantResult } from "../grade/run-variant.ts";
import type { StepOutcome } from "../verdict/integrity.ts";
import { judgeRun } from "../verdict/judge-run.ts";
import { mergeManifest } from "./merge-manifest.ts";
import type { TouchedFile } from "./touched-infrastructure.ts";

/** What became of the run with the base's test infrastructure. */
export interface InfrastructureCheck {
  readonly outcome: StepOutcome;
  readonly restored: readonly string[];
  readonly kept: readonly string[];
  /** Log of the run that failed. */
  readonly log: string | undefined;
  /** How later runs have to be set up, so that they run with the same files. */
  readonly variant: Variant;
}

const decoder = new TextDecoder();

function passes(result: VariantResult, options: GradePatchOptions): boolean {
  return result.run !== undefined && judgeRun(result.run, options.instance).reward === 1;
}

async function readText(sandbox: SandboxHandle, path: string, abortSignal: AbortSignal | undefined): Promise<string | undefined> {
  const bytes = await sandbox.readFile(`${sandbox.workdir}/${path}`, { abortSignal });
  return bytes === null ? undefined : decoder.decode(bytes);
}

/** Replaces the edited build files by what can be kept of them. In `base`, undefined stands for a file that the patch adds. */
function keepEdits(base: ReadonlyMap<string, string | undefined>, abortSignal: AbortSignal | undefined): NonNullable<Variant["prepare"]> {
  return async (sandbox) => {
    for (const [path, text] of base) {
      const edited = await readText(sandbox, path, abortSignal);
      const merged = edited === undefined ? text : (mergeManifest(path, text ?? "", edited) ?? text);
      const file = `${sandbox.workdir}/${path}`;
      if (merged === undefined) await sandbox.remove(file, { abortSignal });
      else if (merged !== edited) await sandbox.writeFile(file, merged, { abortSignal });
    }
    return undefined;
  };
}

/**
 * Runs the script with the base's version of every file that decides how tests run. Where that fails, once more with the edits of
 * build files and of helpers kept, since an honest patch may need them; settings of the runner stay the base's.
 */
export async function confirmInfrastructure(
  options: GradePatchOptions,
  touched: readonly TouchedFile[],
  run: (variant: Variant) => Promise<VariantResult>,
): Promise<InfrastructureCheck> {
  const all = touched.map(({ path }) => path);
  if (all.length === 0) return { outcome: "not_needed", restored: [], kept: [], log: undefined, variant: {} };
  const base = new Map<string, string | undefined>();
  const strict: Variant = { restore: all };
  const first = await run({
    ...strict,
    prepare: async (sandbox) => {
      for (const { path, kind } of touched) {
        if (kind === "manifest") base.set(path, await readText(sandbox, path, options.abortSignal));
      }
      return undefined;
    },
  });
  if (passes(first, options)) return { outcome: "passed", restored: all, kept: [], log: undefined, variant: strict };
  const kept = touched.filter(({ kind }) => kind !== "runner").map(({ path }) => path);
  const restored = all.filter((path) => !kept.includes(path));
  const failed: InfrastructureCheck = { outcome: "failed", restored: all, kept: [], log: first.run?.log, variant: strict };
  if (kept.length === 0) return failed;
  const lenient: Variant = { restore: restored, prepare: keepEdits(base, options.abortSignal) };
  return passes(await run(lenient), options) ? { outcome: "passed", restored, kept, log: undefined, variant: lenient } : failed;
}
