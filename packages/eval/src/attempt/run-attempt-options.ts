import type { AttemptFiles } from "./attempt-files.ts";
import type { AttemptServices } from "./attempt-services.ts";
import type { AttemptSettings } from "./attempt-settings.ts";
import type { AttemptTask } from "./attempt-task.ts";

/** Options of `runAttempt`. */
export interface RunAttemptOptions {
  readonly task: AttemptTask;
  /** From 0. */
  readonly attempt: number;
  readonly settings: AttemptSettings;
  readonly configHash: string;
  readonly services: AttemptServices;
  readonly files: AttemptFiles;
  /** Ends the agent; its patch is still taken, and the record says `cancelled`. */
  readonly abortSignal: AbortSignal;
  /** Ends everything at once. @default `abortSignal` alone, with no end to taking the patch */
  readonly hardAbortSignal?: AbortSignal | undefined;
  /**
   * Set for the last of several tries that all lost their container while the agent or its patch was at work. If that happens once
   * more and a fresh container works, it is the agent's own failure (reward 0) and not the infrastructure's. @default false
   */
  readonly mayBlameAgent?: boolean | undefined;
  /** Told what the attempt is doing. */
  readonly onPhase?: ((phase: string) => void) | undefined;
}
