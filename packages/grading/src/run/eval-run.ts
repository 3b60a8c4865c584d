import type { Marker } from "../marker/read-marker.ts";
import type { RunnerId } from "../runners/runner-id.ts";
import type { TestCounts, TestStatus } from "../runners/test-log.ts";

/** One run of an eval script and what can be read from it. */
export interface EvalRun {
  /** Both streams in the order of arrival, up to the end of the script; what comes after it is not part of the run. */
  readonly log: string;
  /** The log lost its middle to the limit on its size. */
  readonly truncated: boolean;
  /** Status that the script ended with; null when it did not end by itself. */
  readonly exitCode: number | null;
  readonly marker: Marker;
  /**
   * Value of the marker as the shell itself reported it, whatever was printed: null when the shell never got to its marker line,
   * undefined when the line has a form that cannot be recorded.
   */
  readonly recordedMarker: number | null | undefined;
  /** The script prints a marker at all; scripts of other systems may not. */
  readonly expectsMarker: boolean;
  /** The shell reached an end by itself: neither killed nor timed out. */
  readonly ended: boolean;
  readonly timedOut: boolean;
  readonly oomKilled: boolean;
  /** The script stopped because its test patch did not apply. */
  readonly testPatchRejected: boolean;
  readonly durationMs: number;
  /** Undefined when the script names no runner that is known. */
  readonly runner: RunnerId | undefined;
  /** Status per test; empty when the runner is unknown or prints no names. */
  readonly tests: ReadonlyMap<string, TestStatus>;
  readonly counts: TestCounts | undefined;
}

/** Options of {@link runEvalScript}. */
export interface EvalRunOptions {
  readonly script: string;
  readonly timeoutMs: number;
  /** Kills the run; the call then rejects with the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
  /** @default the sandbox's workdir */
  readonly workdir?: string | undefined;
  /** End the run when the script's test patch does not apply. @default false */
  readonly guardTestPatch?: boolean | undefined;
  /** Scripts of the base's package.json, so that `npm test` in the script names a runner. */
  readonly packageScripts?: Readonly<Record<string, string>> | undefined;
  /** @default 16 MiB */
  readonly maxLogBytes?: number | undefined;
}
