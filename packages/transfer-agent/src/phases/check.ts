import type { Ownership, SandboxHandle, SandboxLimits, SandboxProvider } from "@swe/core";
import { splitTestPatch } from "@swe/grading";
import { type CheckResult, type CommandCheck, judge } from "../checks/check.ts";
import { futureChecks } from "../checks/future-checks.ts";
import { checkHygiene } from "../checks/hygiene-check.ts";
import { pastChecks } from "../checks/past-checks.ts";
import { repositoryChecks } from "../checks/repository-checks.ts";
import { checkToolchain, type ToolLocation } from "../checks/toolchain-check.ts";

export interface CheckOptions {
  readonly provider: SandboxProvider;
  readonly image: string;
  readonly baseCommit: string | undefined;
  readonly evalScript: string;
  readonly maxPatchChars: number;
  readonly limits?: SandboxLimits | undefined;
  readonly owner?: Ownership | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

export interface CheckReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
  readonly toolchain: readonly ToolLocation[];
  readonly diffChars: number | undefined;
}

const timeoutMs = 300_000;

/** Starts a container without a network and holds it against every executable check except the tests themselves. */
export async function checkImage(options: CheckOptions): Promise<CheckReport> {
  const { provider, image, limits, owner, abortSignal } = options;
  const sandbox = await provider.create({ image, limits, owner, network: "none", abortSignal });
  try {
    return await checkSandbox(sandbox, options);
  } finally {
    await sandbox.stop();
  }
}

async function checkSandbox(sandbox: SandboxHandle, options: Omit<CheckOptions, "provider" | "image">): Promise<CheckReport> {
  const { baseCommit, evalScript, maxPatchChars, abortSignal } = options;
  const checks: CheckResult[] = [];
  const run = async (list: readonly CommandCheck[], { untilFailed = false } = {}): Promise<boolean> => {
    const from = checks.length;
    for (const check of list) {
      if (untilFailed && checks.slice(from).some((result) => !result.ok)) break;
      const result = await sandbox.run(check.command, { cwd: "/", timeoutMs, abortSignal });
      if (result.endedBy === "abort") abortSignal?.throwIfAborted();
      checks.push(judge(check, result));
    }
    return checks.slice(from).every((result) => result.ok);
  };
  const { check, locations } = await checkToolchain(sandbox, splitTestPatch(evalScript).skeleton, abortSignal);
  checks.push(check);
  let diffChars: number | undefined;
  // History and hygiene of a repository in the wrong place, or at the wrong commit, say nothing.
  if (await run(repositoryChecks(baseCommit), { untilFailed: true })) {
    await run(futureChecks({ baseCommit }));
    const hygiene = await checkHygiene(sandbox, maxPatchChars, abortSignal);
    checks.push(hygiene.check);
    diffChars = hygiene.diffChars;
    await run(pastChecks({ baseCommit }));
  }
  return { ok: checks.every((result) => result.ok), checks, toolchain: locations, diffChars };
}

/** The failed checks with their evidence, as the model gets to read them. */
export function describeFailedChecks(checks: readonly CheckResult[]): string {
  const failed = checks.filter((check) => !check.ok);
  return failed.map(({ title, evidence }) => `- This does not hold: ${title}\n${evidence.replaceAll(/^/gm, "    ")}`).join("\n");
}
