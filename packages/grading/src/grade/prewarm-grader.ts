import type { SandboxHandle } from "@swe/core";
import { openGrader, type OpenGraderOptions } from "./open-grader.ts";

/** A container for grading that starts while the agent is still at work. */
export interface PrewarmedGrader extends AsyncDisposable {
  /** Hands the container over to {@link gradePatch}. Once only; what was not taken is stopped on disposal. */
  take(): Promise<SandboxHandle>;
}

/** Options of {@link prewarmGrader}. */
export type PrewarmGraderOptions = OpenGraderOptions & {
  /** How long the agent may take; added to the container's lifetime. */
  readonly waitMs: number;
};

/** Starts a container for grading at once. A failure shows when it is taken, and gradePatch then starts one of its own. */
export function prewarmGrader({ waitMs, ...options }: PrewarmGraderOptions): PrewarmedGrader {
  const limits = { ...options.limits, lifetimeMs: options.limits?.lifetimeMs ?? waitMs + (options.timeoutMs ?? 300_000) + 600_000 };
  const opening = openGrader({ ...options, limits });
  opening.catch(() => undefined);
  let taken = false;
  return {
    take: () => {
      taken = true;
      return opening;
    },
    [Symbol.asyncDispose]: async () => {
      if (taken) return;
      const sandbox = await opening.catch(() => undefined);
      await sandbox?.stop();
    },
  };
}
