import { describeError, InputError, stopSandboxesOn, SweError } from "@swe/core";
import { StorageError } from "@swe/batch";
import type { GradeResult, PrewarmedGrader } from "@swe/grading";
import type { AttemptError, AttemptRecord } from "../record/attempt-record.ts";
import { toMetadata } from "../record/metadata.ts";
import { type AgentLog, openAgentLog } from "./agent-log.ts";
import type { AgentPhase } from "./agent-phase.ts";
import { openWorkplace } from "./agent-workplace.ts";
import type { AttemptServices } from "./attempt-services.ts";
import { buildRecord } from "./build-record.ts";
import { gradeAttempt, prewarm } from "./grade-attempt.ts";
import { mayBeAgentsDoing } from "./may-be-agents-doing.ts";
import { runAgentPhase } from "./run-agent-phase.ts";
import type { RunAttemptOptions } from "./run-attempt-options.ts";
import { createStopwatch, type Stopwatch } from "./stopwatch.ts";

/**
 * One attempt end to end: container, snapshot, agent, patch, grade, files. Every outcome is a record, failures of engine and
 * provider included. Rejects with `StorageError` when the files cannot be written and with `InputError`; no container is left behind.
 */
export async function runAttempt(options: RunAttemptOptions): Promise<AttemptRecord> {
  const { services, files } = options;
  const startedAt = services.clock.now();
  const stopwatch = createStopwatch(services.clock);
  const log = await openAgentLog(files.logPath, services.clock);
  try {
    const course = await follow(options, log, stopwatch);
    const record = buildRecord({ ...options, ...course, startedAt, durations: stopwatch.durations() });
    if (course.phase?.captured === undefined) await files.writePatch(new Uint8Array());
    await files.writeTestOutput(record.test_output);
    await files.writeMetadata(toMetadata(record, options.task.entry.instance));
    await log.note(
      `attempt ended: ${record.outcome}, reward ${String(record.reward)} (${record.reward_reason ?? record.error?.message ?? "not graded"})`,
    );
    return record;
  } finally {
    await log.close();
  }
}

/** How far an attempt got. */
export interface Course {
  readonly phase: AgentPhase | undefined;
  readonly grade: GradeResult | undefined;
  readonly error: AttemptError | undefined;
  /** The agent destroyed its container, or its patch that of the tests: `error` tells how, and the attempt counts all the same. */
  readonly isAgentsDoing: boolean;
}

async function follow(options: RunAttemptOptions, log: AgentLog, stopwatch: Stopwatch): Promise<Course> {
  const { task, services, abortSignal, onPhase } = options;
  let current = "image";
  let phase: AgentPhase | undefined;
  let grader: PrewarmedGrader | undefined;
  const enter = (name: string): void => {
    current = name.startsWith("step ") ? "agent" : name;
    onPhase?.(name);
  };
  try {
    enter("image");
    await stopwatch.time("image", () => services.images.ensure(task.image, { abortSignal }));
    enter("start");
    const onReady = (): void => {
      grader = prewarm(options);
    };
    phase = await runAgentPhase({ ...options, services: untilStoppedHard(options), onPhase: enter, log, stopwatch, onReady });
    const stopped = whyNotGraded(phase, abortSignal);
    const hasBrokenIt = await isAgentsDoing(options, phase, stopped);
    if (stopped !== undefined && !hasBrokenIt) return { phase, grade: undefined, error: stopped, isAgentsDoing: false };
    enter("grade");
    const patch = phase.captured?.patch ?? new Uint8Array();
    const agentSandbox = phase.workplace?.sandbox;
    const grade = await stopwatch.time("grade", () => gradeAttempt({ ...options, patch, agentSandbox, prewarmed: grader }));
    const failure = grade.reward === null ? whyNoVerdict(grade, abortSignal) : undefined;
    return {
      phase,
      grade,
      error: failure ?? stopped,
      isAgentsDoing: failure === undefined ? hasBrokenIt : await isAgentsDoing(options, phase, failure),
    };
  } catch (error) {
    // A full disk or a wrong setting is the same for every attempt that follows.
    if (error instanceof StorageError || (error instanceof InputError && !abortSignal.aborted)) throw error;
    await log.note(error instanceof Error && !SweError.isInstance(error) ? (error.stack ?? error.message) : describeError(error));
    return {
      phase,
      grade: undefined,
      error: abortSignal.aborted ? cancelled(current) : toAttemptError(error, current),
      isAgentsDoing: false,
    };
  } finally {
    await phase?.workplace?.[Symbol.asyncDispose]();
    await grader?.[Symbol.asyncDispose]();
  }
}

/** A hard stop takes the agent's containers away at once, whatever is going on in them. */
function untilStoppedHard({ services, hardAbortSignal }: RunAttemptOptions): AttemptServices {
  return hardAbortSignal === undefined ? services : { ...services, provider: stopSandboxesOn(services.provider, hardAbortSignal) };
}

function whyNoVerdict({ error }: GradeResult, abortSignal: AbortSignal): AttemptError {
  return abortSignal.aborted ? cancelled("grade") : toAttemptError(error, "grade");
}

/** Looks at the engine before it blames the agent: where no fresh container can be had, the fault is there. */
async function isAgentsDoing(options: RunAttemptOptions, { result }: AgentPhase, error: AttemptError | undefined): Promise<boolean> {
  const isSuspect = error !== undefined && mayBeAgentsDoing({ errorCode: error.code, errorPhase: error.phase, steps: result.steps.length });
  if (options.mayBlameAgent !== true || !isSuspect) return false;
  try {
    const fresh = await openWorkplace({ ...options, lifetimeMs: 1_800_000 });
    await fresh[Symbol.asyncDispose]();
    return true;
  } catch {
    return false;
  }
}

/** Why the patch of a run says nothing about the agent, or undefined when it is to be graded. */
function whyNotGraded({ result, captureError, captured }: AgentPhase, abortSignal: AbortSignal): AttemptError | undefined {
  if (result.exitReason === "cancelled") return cancelled("agent");
  if (result.error?.infra === true) {
    if (abortSignal.aborted) return cancelled("agent");
    const { code, message, retryable } = result.error;
    return { code, message, retryable, phase: "agent" };
  }
  if (captured === undefined && abortSignal.aborted) return cancelled("patch");
  return captured === undefined ? toAttemptError(captureError, "patch") : undefined;
}

function cancelled(phase: string): AttemptError {
  return { code: "cancelled", message: "The attempt was stopped; it is done again when the run is resumed.", phase, retryable: true };
}

function toAttemptError(error: unknown, phase: string): AttemptError {
  const known = SweError.isInstance(error);
  return { code: known ? error.code : "internal", message: describeError(error), phase, retryable: known && error.isRetryable };
}
