import { describeError, SweError } from "@swe/core";
import type { TransferRecord } from "../records/transfer-record.ts";
import { writeOriginals, writeResults } from "../records/write-results.ts";
import { imageNameFor } from "../image-name.ts";
import { finishImage } from "./finish-image.ts";
import { createInstanceContext, type InstanceContext, type TransferInstanceOptions, tryTagOf } from "./instance-context.ts";
import { type Ending, makeRecord } from "./make-record.ts";
import { notPublished, type Published, publishImage } from "./publish-image.ts";
import { type IterationsResult, runIterations } from "./run-iterations.ts";

/**
 * Normalises, builds, seals and proves one instance. Resolves with a record for every way in which that can end, infrastructure
 * failures included. Rejects only when going on is pointless for the whole run: aborted, over budget, the model's key refused,
 * the artifacts cannot be written.
 */
export async function transferInstance(options: TransferInstanceOptions): Promise<TransferRecord> {
  options.abortSignal?.throwIfAborted();
  const context = createInstanceContext(options);
  const { entry, artifacts, clock, log, provider, owner, caller } = context;
  const startedAt = clock.now();
  const started = clock.monotonic();
  const finish = async (ending: Ending): Promise<TransferRecord> => {
    const ended = { finishedAt: clock.now(), durationMs: clock.monotonic() - started };
    const facts = { entry, runId: owner.runId, model: options.model.name, totals: caller.totals, startedAt, ...ended };
    const record = makeRecord(facts, ending);
    await log(record.outcome === "transferred" ? `transferred as ${record.docker_image}` : `${record.outcome}: ${record.reason}`);
    await writeResults(artifacts, record, "result" in ending ? ending.result : undefined);
    return record;
  };
  try {
    await removeLeftovers(context);
    await writeOriginals(artifacts, entry);
    await log(`transfer of ${entry.instance.instanceId} begins, model ${options.model.name}`);
    const result = await runIterations(context);
    return await finish({ result, published: await nameAndPublish(context, result) });
  } catch (error) {
    const phase = context.phase();
    if (options.abortSignal?.aborted === true || isOverBudget(error)) await noteStopped(context, error).catch(() => undefined);
    options.abortSignal?.throwIfAborted();
    if (endsTheRun(error)) throw error;
    const infraError = `${phase === "" ? "" : `${phase}: `}${describeError(error)}`;
    return await finish({ infraError, isRetryable: SweError.isInstance(error) && error.isRetryable });
  } finally {
    for (const tag of context.tryTags) await provider.removeImage(tag).catch(() => undefined);
  }
}

/** What a try that is stopped leaves of its log and its status. It has no summary: the instance is done again. */
async function noteStopped({ log, artifacts, owner, caller, phase, abortSignal }: InstanceContext, error: unknown): Promise<void> {
  const reason = abortSignal?.aborted === true ? "stopped" : describeError(error);
  await log(`cancelled (${phase() === "" ? "at the start" : phase()}): ${reason}`);
  const { calls, cost, inputTokens, outputTokens } = caller.totals;
  const spent = { model_calls: calls, cost, input_tokens: inputTokens, output_tokens: outputTokens };
  const status = { status: "cancelled", instance_id: owner.instanceId, run_id: owner.runId, reason, phase: phase(), ...spent };
  await artifacts.write("status.json", `${JSON.stringify(status, null, 2)}\n`);
}

function isOverBudget(error: unknown): boolean {
  return SweError.isInstance(error) && error.code === "budget_exceeded";
}

/** Images of tries that a killed driver has left. */
async function removeLeftovers({ provider, entry, owner, settings }: InstanceContext): Promise<void> {
  for (let iteration = 0; iteration <= settings.maxIterations; iteration++) {
    await provider.removeImage(tryTagOf(entry.instance.instanceId, owner.runId, iteration)).catch(() => undefined);
  }
}

async function nameAndPublish(context: InstanceContext, { verdict, iterations }: IterationsResult): Promise<Published> {
  const last = iterations.at(-1);
  if (!verdict.ok || last === undefined) return notPublished;
  const { provider, settings, entry, abortSignal, onPhase, tryTag } = context;
  const image = imageNameFor(entry.instance.instanceId);
  await finishImage({ provider, from: tryTag(last.iteration), image });
  return publishImage({ provider, image, push: settings.push, save: settings.save, onPhase, abortSignal });
}

const runEndingCodes = new Set(["model_auth", "budget_exceeded", "storage"]);
const diskCodes = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO", "EACCES", "EPERM", "EMFILE", "ENFILE"]);

/** The next instance would meet the same. Files of an instance are written plainly, so their errors are the system's. */
function endsTheRun(error: unknown): boolean {
  if (SweError.isInstance(error)) return runEndingCodes.has(error.code) || isUnknownModel(error);
  return error instanceof Error && "code" in error && typeof error.code === "string" && diskCodes.has(error.code);
}

function isUnknownModel(error: SweError): boolean {
  return error.code === "model_request" && "statusCode" in error && error.statusCode === 404;
}
