import { splitTestPatch } from "@swe/grading";
import type { Candidate } from "../candidate.ts";
import { build, type BuildOutcome } from "../phases/build.ts";
import { checkImage, describeFailedChecks } from "../phases/check.ts";
import { type NotProved, prove, type Proved } from "../phases/prove.ts";
import { createLogWriter } from "../records/log-writer.ts";
import { fence } from "../text/fence.ts";
import { unifiedDiff } from "../text/unified-diff.ts";
import type { InstanceContext } from "./instance-context.ts";
import type { PhaseTimer } from "./phase-timer.ts";
import { rejected, type Verdict } from "./verdict.ts";

export interface VerifyOptions {
  readonly context: InstanceContext;
  readonly timer: PhaseTimer;
  readonly candidate: Candidate;
  readonly iteration: number;
}

/** Build, checks and proof. Rejects with infrastructure errors; everything the candidate is to blame for is a verdict. */
export async function verifyCandidate(options: VerifyOptions): Promise<Verdict> {
  const { context, timer, candidate, iteration } = options;
  const { provider, entry, settings, owner, abortSignal, artifacts, tryTag } = context;
  const { baseCommit } = entry.instance;
  const tag = tryTag(iteration);
  const built = await buildImage(options, tag);
  if (!built.ok) {
    // A base image that the original asks for as well is missing for reasons of the registry, not of the Dockerfile.
    if (built.error.reason === "base_image_missing" && sameBases(candidate.dockerfile, entry.instance.dockerfile)) throw built.error;
    return rejected(`The image did not build (${built.error.reason}).`, withDiff(built.findings, options));
  }
  const limits = settings.limits;
  const report = await timer.run("checks", () =>
    checkImage({
      provider,
      image: tag,
      baseCommit,
      evalScript: candidate.evalScript,
      maxPatchChars: settings.maxPatchChars,
      limits,
      owner,
      abortSignal,
    }),
  );
  await artifacts.write(`iteration_${iteration}/checks.json`, `${JSON.stringify(report, null, 2)}\n`);
  if (!report.ok) {
    const failed = report.checks.filter((check) => !check.ok).map((check) => check.id);
    const findings = `The image builds, but checks of it fail:\n${describeFailedChecks(report.checks)}`;
    return rejected(`Checks of the image fail: ${failed.join(", ")}.`, withDiff(findings, options), { report });
  }
  const proved = await timer.run("prove", () => proveImage(options, tag));
  if (!proved.ok) {
    const { findings, finalReason, proof } = proved;
    return rejected(proved.reason, withDiff(findings, options), { report, finalReason, proof });
  }
  return { ok: true, image: built.image, candidate: { ...candidate, dockerfile: built.sealedDockerfile }, report, proof: proved.proof };
}

async function proveImage({ context, candidate, iteration }: VerifyOptions, image: string): Promise<Proved | NotProved> {
  const { provider, prover, entry, settings, owner, abortSignal, artifacts } = context;
  const { instanceId, patch, testPatch } = entry.instance;
  const { validate, network, limits } = settings;
  const proved = await prove({
    provider,
    image,
    instanceId,
    evalScript: candidate.evalScript,
    patch,
    testPatch,
    validate,
    network,
    timeoutMs: settings.evalTimeoutMs,
    repeat: settings.repeatEval,
    limits,
    owner,
    prover,
    abortSignal,
  });
  const { before, after, log } = proved.proof;
  const folder = `iteration_${iteration}`;
  if (before !== undefined) await artifacts.write(`${folder}/eval_before.log`, before.log);
  await artifacts.write(`${folder}/eval.log`, after[0]?.log ?? log);
  for (const [index, run] of after.slice(1).entries()) await artifacts.write(`${folder}/eval_repeat_${index + 1}.log`, run.log);
  return proved;
}

async function buildImage({ context, timer, candidate, iteration }: VerifyOptions, tag: string): Promise<BuildOutcome> {
  const { provider, entry, settings, owner, abortSignal, artifacts } = context;
  const folder = `iteration_${iteration}`;
  await artifacts.write(`${folder}/eval_script.sh`, candidate.evalScript);
  const log = createLogWriter(artifacts, `${folder}/build.log`);
  try {
    const built = await timer.run("build", () =>
      build({
        provider,
        dockerfile: candidate.dockerfile,
        baseCommit: entry.instance.baseCommit,
        tag,
        isTemporary: true,
        owner,
        timeoutMs: settings.buildTimeoutMs,
        onLog: (text) => log.write(text),
        abortSignal,
      }),
    );
    await artifacts.write(`${folder}/Dockerfile`, built.sealedDockerfile);
    return built;
  } finally {
    await log.close();
  }
}

function sameBases(candidate: string, original: string): boolean {
  const bases = (text: string): string => [...text.matchAll(/^\s*FROM\s+(.*)$/gim)].map((match) => match[1]?.trim()).join("\n");
  return bases(candidate) === bases(original);
}

/** The model also sees what it has changed so far: most failures are in those lines. */
function withDiff(findings: string, { context, candidate }: VerifyOptions): string {
  const { dockerfile, evalScript, testPatch } = context.entry.instance;
  const skeleton = (script: string): string => splitTestPatch(script, testPatch).skeleton;
  const diffs = [
    ["Dockerfile", dockerfile, candidate.dockerfile],
    ["eval script", skeleton(evalScript), skeleton(candidate.evalScript)],
  ] as const;
  const changed = diffs.filter(([, before, after]) => before !== after);
  return [
    findings,
    ...changed.map(
      ([name, before, after]) => `Your changes to the original ${name} so far:\n${fence("diff", unifiedDiff(name, before, after))}`,
    ),
  ].join("\n\n");
}
