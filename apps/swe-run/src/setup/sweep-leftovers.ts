import { describeError, type SandboxProvider } from "@swe/core";
import type { Reporter } from "./create-reporter.ts";

/** Removes what killed runs left and no living driver owns, so that other runs on this engine are left alone. What cannot be removed is a warning. */
export async function sweepLeftovers(provider: SandboxProvider, reporter: Reporter, abortSignal: AbortSignal): Promise<void> {
  try {
    await provider.sweep({ abortSignal });
  } catch (error) {
    abortSignal.throwIfAborted();
    reporter.warn(`Not everything that killed runs left could be removed: ${describeError(error)}`);
  }
}
