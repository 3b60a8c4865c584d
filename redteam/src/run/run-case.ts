import { SweError, type SandboxHandle, type SandboxProvider } from "@swe/core";
import { capturePatch, createSnapshot, type Snapshot } from "@swe/eval";
import { gradePatch, type GradableInstance, type GradeResult } from "@swe/grading";
import type { RedteamCase, Target } from "../case.ts";

/** What a case is run against. */
export interface PreparedTarget {
  readonly target: Target;
  readonly instance: GradableInstance;
  readonly image: string;
  readonly sealedImage: string | undefined;
}

const timeoutMs = 60_000;

/** An agent that wrecks its sandbox so that no patch can be taken has handed in nothing. */
async function attempt(
  agent: SandboxHandle,
  snapshot: Snapshot,
  script: string,
  pristine: () => Promise<SandboxHandle>,
): Promise<Uint8Array> {
  try {
    await agent.run(script, { timeoutMs });
    return (await capturePatch(agent, snapshot, { pristine })).patch;
  } catch (error) {
    if (SweError.isInstance(error)) return new Uint8Array();
    throw error;
  }
}

/** Lets the case loose in a sandbox, takes its patch and grades it, the way an attempt goes. */
export async function runCase(
  provider: SandboxProvider,
  item: RedteamCase,
  prepared: PreparedTarget,
  abortSignal?: AbortSignal,
): Promise<GradeResult> {
  abortSignal?.throwIfAborted();
  const image = item.sealed === true && prepared.sealedImage !== undefined ? prepared.sealedImage : prepared.image;
  await using agent = await provider.create({ image });
  const snapshot = await createSnapshot(agent);
  await using stack = new AsyncDisposableStack();
  const pristine = async (): Promise<SandboxHandle> => stack.use(await provider.create({ image }));
  const patch = await attempt(agent, snapshot, item.script(prepared.target), pristine);
  const { timeoutMs: limit = timeoutMs, ...limits } = item.limits ?? {};
  return gradePatch({ provider, image, instance: prepared.instance, patch, timeoutMs: limit, limits, abortSignal });
}
