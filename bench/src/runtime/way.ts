import type { SandboxHandle } from "@swe/core";

/** One way to run a trivial command in a container. */
export interface Way {
  readonly name: string;
  /** Prepares one container; `run` then does one command after another. */
  open(sandbox: SandboxHandle): Promise<{ readonly run: () => Promise<void>; readonly close: () => void }>;
}
