import {
  type Clock,
  EngineError,
  type ExecOptions,
  ResourceExhaustedError,
  type RunEnd,
  type RunResult,
  SandboxLostError,
} from "@swe/core";
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Warden } from "../container/warden.ts";
import { createDemux } from "../engine/demux-frames.ts";
import type { Engine } from "../engine/engine.ts";
import { OutputCollector } from "../output/output-collector.ts";
import type { ContainerLife } from "../sandbox/container-life.ts";
import { Interruption } from "../sandbox/interruption.ts";
import { execStatus } from "./exec-status.ts";
import { type ExecEnd, startFault } from "./start-fault.ts";

/** Name of the variable by which the processes of one exec are found; its value is drawn anew each time. */
const execMarkerName = "SWE_EXEC";
const killTimeoutMs = 30_000;
const lastWordsMs = 500;
const outOfMemoryStatus = 137;
const countTimeoutMs = 5000;
/** What was never started may be started again. */
const maxStarts = 3;
const firstRestartDelayMs = 200;

export interface EngineExecContext {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly containerId: string;
  readonly life: ContainerLife;
  readonly warden: Warden;
  readonly ranOutOfMemory: (id: string, sinceMs: number, mayWait: boolean) => Promise<boolean>;
  /** Fires with the sandbox's loss. */
  readonly gone: AbortSignal;
  /** To close when the sandbox is lost: an engine that hangs would not. Yields what forgets it. */
  readonly track: (stream: Duplex) => () => void;
}

type Ending = Pick<RunResult, "endedBy" | "exitCode" | "durationMs" | "oomKilled" | "sandboxRestarted">;

/** One engine exec from start to end: status told by the engine, input through a pipe. */
export async function engineExec(argv: readonly string[], options: ExecOptions, context: EngineExecContext): Promise<RunResult> {
  const { clock, life } = context;
  await life.usable();
  for (let starts = 1; ; starts += 1) {
    const output = new OutputCollector(options.maxOutputBytes);
    const result = (ending: Ending): RunResult => ({ ...output.collected(), ...ending, timedOut: ending.endedBy === "timeout" });
    if (options.abortSignal?.aborted === true) {
      return result({ endedBy: "abort", exitCode: null, durationMs: 0, oomKilled: false, sandboxRestarted: false });
    }
    try {
      const ending = await follow(argv, options, context, output);
      if (typeof ending !== "string") return result(ending);
      if (starts === maxStarts) throw notStarted(ending);
    } catch (error) {
      throw await life.explain(error);
    }
    await clock.sleep(firstRestartDelayMs * 2 ** (starts - 1));
  }
}

function notStarted(fault: string): EngineError | ResourceExhaustedError {
  const message = `The engine could not start a command in the sandbox: ${fault}.`;
  if (/memory/i.test(fault))
    return new ResourceExhaustedError({ message, remedy: "Raise the sandbox's memory limit, or end what fills it.", resource: "memory" });
  if (/reset by peer|broken pipe|temporarily unavailable|pids/i.test(fault))
    return new ResourceExhaustedError({
      message,
      remedy: "Raise the sandbox's limit of processes, or end what uses them.",
      resource: "pids",
    });
  return new EngineError({ message, remedy: "Look at the engine's log, then try again." });
}

/** Yields how it ended, or why the engine could not start it. */
async function follow(
  argv: readonly string[],
  options: ExecOptions,
  context: EngineExecContext,
  output: OutputCollector,
): Promise<Ending | string> {
  const { engine, clock, containerId, life, warden, track, gone } = context;
  const { generation } = life;
  const marker = randomBytes(12).toString("hex");
  const mayBeCut = options.timeoutMs !== undefined || options.abortSignal !== undefined;
  const oomKillsBefore = warden.oomKills(countTimeoutMs);
  const name = mayBeCut ? await warden.beginExec(killTimeoutMs) : "";
  const { cwd, user, env, stdin } = options;
  const execId = await engine.createExec(containerId, { argv, cwd, user, env: { ...env, [execMarkerName]: marker } });
  const sinceMs = clock.now();
  const stream = await engine.startExec(execId, { abortSignal: gone });
  const forget = track(stream);
  const started = clock.monotonic();
  stream.on(
    "data",
    createDemux((number, data) => output.append(number, data)),
  );
  const ended = streamEnd(stream);
  stream.end(stdin ?? "");
  const interruption = new Interruption(clock, options);
  const ending = (endedBy: RunEnd, exitCode: number | null, oomKilled: boolean): Ending => ({
    endedBy,
    exitCode,
    durationMs: clock.monotonic() - started,
    oomKilled,
    sandboxRestarted: life.generation !== generation,
  });
  const ranOut = async (mayWait: boolean): Promise<boolean> => {
    if (await context.ranOutOfMemory(containerId, sinceMs, false)) return true;
    // The engine's report comes late, or names another victim of the same moment: the kernel has counted already.
    if (life.generation === generation && (await warden.oomKills(countTimeoutMs)) > (await oomKillsBefore)) return true;
    return mayWait && context.ranOutOfMemory(containerId, sinceMs, true);
  };
  try {
    const first = await Promise.race([execEnd(ended, engine, execId, clock), interruption.struck]);
    if (typeof first !== "string") {
      if (life.generation !== generation) {
        await life.usable();
        throw new SandboxLostError({ message: "The container was restarted while a command was running.", sandboxUsable: true });
      }
      if (mayBeCut) await warden.endExec(name).catch(() => undefined);
      const { exitCode } = first;
      return startFault(first, output.collected().stdout) ?? ending("exit", exitCode, await ranOut(exitCode === outOfMemoryStatus));
    }
    const answer = await warden.killExec(name, marker, killTimeoutMs);
    if (answer !== "clean" && life.generation === generation) await life.restart("an exec could not be killed");
    await Promise.race([ended, clock.sleep(lastWordsMs)]);
    return ending(first, null, await ranOut(false));
  } finally {
    forget();
    interruption.dispose();
    stream.destroy();
  }
}

/** The end of the output is not the end of the process, which may have closed it and gone on: the engine knows. */
async function execEnd(ended: Promise<void>, engine: Engine, execId: string, clock: Clock): Promise<ExecEnd> {
  await ended;
  return execStatus(engine, execId, clock);
}

function streamEnd(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    stream.once("end", resolve);
    stream.once("close", resolve);
    stream.on("error", () => resolve());
  });
}
