import type { SandboxHandle, SandboxProvider } from "@swe/core";
import { capturePatch, createSnapshot } from "@swe/eval";
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

/** Lets the case loose in a sandbox, takes its patch and grades it, the way an attempt goes. */
export async function runCase(provider: SandboxProvider, item: RedteamCase, prepared: PreparedTarget): Promise<GradeResult> {
  const image = item.sealed === true && prepared.sealedImage !== undefined ? prepared.sealedImage : prepared.image;
  await using agent = await provider.create({ image });
  const snapshot = await createSnapshot(agent);
  await agent.run(item.script(prepared.target), { timeoutMs });
  await using stack = new AsyncDisposableStack();
  const pristine = async (): Promise<SandboxHandle> => stack.use(await provider.create({ image }));
  const { patch } = await capturePatch(agent, snapshot, { pristine });
  const { timeoutMs: limit = timeoutMs, ...limits } = item.limits ?? {};
  return gradePatch({ provider, image, instance: prepared.instance, patch, timeoutMs: limit, limits });
}
