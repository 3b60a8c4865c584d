import type { SandboxHandle } from "@swe/core";
import type { GradePatchOptions } from "./grade-options.ts";

/** What is needed to start a container for grading. */
export type OpenGraderOptions = Pick<
  GradePatchOptions,
  "provider" | "image" | "workdir" | "limits" | "owner" | "abortSignal" | "timeoutMs"
> & {
  readonly network: "none" | "bridge";
};

export const defaultTimeoutMs = 300_000;
const spareLifetimeMs = 600_000;

/** A fresh container, with nothing changed: the repository's own git settings decide how the script's git commands behave. */
export async function openGrader(options: OpenGraderOptions): Promise<SandboxHandle> {
  const { provider, image, workdir, limits, owner, abortSignal, network, timeoutMs = defaultTimeoutMs } = options;
  abortSignal?.throwIfAborted();
  const lifetimeMs = limits?.lifetimeMs ?? timeoutMs + spareLifetimeMs;
  return provider.create({ image, workdir, network, owner, abortSignal, limits: { ...limits, lifetimeMs } });
}
