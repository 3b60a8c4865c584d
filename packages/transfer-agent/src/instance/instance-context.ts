import {
  type ChatModel,
  type Clock,
  type DatasetEntry,
  type Ownership,
  type SandboxProvider,
  stableHash,
  stopSandboxesOn,
  systemClock,
} from "@swe/core";
import type { Budget } from "@swe/batch";
import { imageNameFor } from "../image-name.ts";
import { createModelCaller, type ModelCaller } from "../model/model-caller.ts";
import { withBudget } from "../model/with-budget.ts";
import type { Prover } from "../phases/prove.ts";
import { type ArtifactSink, noArtifacts } from "../records/artifact-sink.ts";
import { type ResolvedSettings, resolveSettings, type TransferSettings } from "./settings.ts";

export interface TransferInstanceOptions {
  readonly entry: DatasetEntry;
  readonly model: ChatModel;
  readonly provider: SandboxProvider;
  readonly settings?: TransferSettings | undefined;
  /** Names the run in labels and in the record. */
  readonly runId: string;
  /** Number of the try of this instance within the run, from 0. @default 0 */
  readonly attempt?: number | undefined;
  /** Where conversations, logs and files go. @default nowhere */
  readonly artifacts?: ArtifactSink | undefined;
  /** How the tests are run. @default `proveFailToPass` of @swe/grading */
  readonly prover?: Prover | undefined;
  /** Shared by the instances of a run. */
  readonly budget?: Budget | undefined;
  readonly clock?: Clock | undefined;
  readonly onPhase?: ((name: string) => void) | undefined;
  /** Stops builds, containers and model calls; the transfer then rejects with the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** What every part of one instance's transfer works with. */
export interface InstanceContext {
  readonly entry: DatasetEntry;
  readonly settings: ResolvedSettings;
  readonly provider: SandboxProvider;
  readonly prover: Prover | undefined;
  readonly caller: ModelCaller;
  readonly artifacts: ArtifactSink;
  readonly owner: Ownership;
  readonly clock: Clock;
  /** Tag for the image of a try. */
  readonly tryTag: (iteration: number) => string;
  /** Tags that were given out; to be removed when the instance has ended. */
  readonly tryTags: ReadonlySet<string>;
  readonly onPhase: (name: string) => void;
  /** The phase that was begun last. */
  readonly phase: () => string;
  /** One line of `instance.log`. */
  readonly log: (line: string) => Promise<void>;
  readonly abortSignal: AbortSignal | undefined;
}

export function createInstanceContext(options: TransferInstanceOptions): InstanceContext {
  const { entry, runId, attempt = 0, artifacts = noArtifacts, clock = systemClock, budget, abortSignal } = options;
  const { instanceId } = entry.instance;
  const settings = resolveSettings(options.settings ?? {});
  const tryTags = new Set<string>();
  let phase = "";
  const caller = createModelCaller({
    model: budget === undefined ? options.model : withBudget(options.model, budget),
    instanceId,
    attempt,
    timeoutMs: settings.modelTimeoutMs,
    temperature: settings.temperature,
    onCall: (call) => artifacts.append(`responses/iteration_${call.iteration}.jsonl`, `${JSON.stringify(call)}\n`),
    clock,
    abortSignal,
  });
  return {
    entry,
    settings,
    // Nothing in a container of this stage is worth keeping once it is stopped.
    provider: abortSignal === undefined ? options.provider : stopSandboxesOn(options.provider, abortSignal),
    prover: options.prover,
    caller,
    artifacts,
    owner: { runId, instanceId, attempt },
    clock,
    tryTags,
    tryTag: (iteration) => {
      const tag = tryTagOf(instanceId, runId, iteration);
      tryTags.add(tag);
      return tag;
    },
    phase: () => phase,
    onPhase: (name) => {
      phase = name;
      options.onPhase?.(name);
    },
    log: (line) => artifacts.append("instance.log", `${new Date(clock.now()).toISOString()} ${line}\n`),
    abortSignal,
  };
}

/** Tag for the image of a try: the same when a killed run is resumed, so that it can be found again. */
export function tryTagOf(instanceId: string, runId: string, iteration: number): string {
  return `${imageNameFor(instanceId)}:try-${stableHash(runId).slice(0, 12)}-${iteration}`;
}
