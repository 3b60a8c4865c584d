import { type Clock, type ExecOptions, type RunEnd, type RunResult, SandboxLostError } from "@swe/core";
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Warden } from "../container/warden.ts";
import { createDemux } from "../engine/demux-frames.ts";
import type { Engine } from "../engine/engine.ts";
import { OutputCollector } from "../output/output-collector.ts";
import type { ContainerLife } from "../sandbox/container-life.ts";
import { Interruption } from "../sandbox/interruption.ts";
import { execStatus } from "./exec-status.ts";

/** Name of the variable by which the processes of one exec are found; its value is drawn anew each time. */
const execMarkerName = "SWE_EXEC";
const killTimeoutMs = 30_000;
const lastWordsMs = 500;
const outOfMemoryStatus = 137;

export interface EngineExecContext {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly containerId: string;
  readonly life: ContainerLife;
  readonly warden: Warden;
  readonly ranOutOfMemory: (id: string, sinceMs: number, mayWait: boolean) => Promise<boolean>;
}

/** One engine exec from start to end: status told by the engine, input through a pipe. */
export async function engineExec(argv: readonly string[], options: ExecOptions, context: EngineExecContext): Promise<RunResult> {
  const { clock, life } = context;
  await life.usable();
  const output = new OutputCollector(options.maxOutputBytes);
  const result = (endedBy: RunEnd, started: number, rest: Pick<RunResult, "exitCode" | "oomKilled" | "sandboxRestarted">): RunResult => ({
    ...output.collected(),
    endedBy,
    timedOut: endedBy === "timeout",
    durationMs: clock.monotonic() - started,
    ...rest,
  });
  if (options.abortSignal?.aborted === true) {
    return result("abort", clock.monotonic(), { exitCode: null, oomKilled: false, sandboxRestarted: false });
  }
  const marker = randomBytes(12).toString("hex");
  try {
    return await follow(argv, options, context, marker, output, result);
  } catch (error) {
    throw await life.explain(error);
  }
}

type MakeResult = (endedBy: RunEnd, started: number, rest: Pick<RunResult, "exitCode" | "oomKilled" | "sandboxRestarted">) => RunResult;

async function follow(
  argv: readonly string[],
  options: ExecOptions,
  context: EngineExecContext,
  marker: string,
  output: OutputCollector,
  result: MakeResult,
): Promise<RunResult> {
  const { engine, clock, containerId, life, warden, ranOutOfMemory } = context;
  const { generation } = life;
  const mayBeCut = options.timeoutMs !== undefined || options.abortSignal !== undefined;
  const name = mayBeCut ? await warden.beginExec(killTimeoutMs) : "";
  const { cwd, user, env, stdin } = options;
  const execId = await engine.createExec(containerId, { argv, cwd, user, env: { ...env, [execMarkerName]: marker } });
  const sinceMs = clock.now();
  const stream = await engine.startExec(execId);
  const started = clock.monotonic();
  stream.on(
    "data",
    createDemux((number, data) => output.append(number, data)),
  );
  const ended = streamEnd(stream);
  stream.end(stdin ?? "");
  const interruption = new Interruption(clock, options);
  try {
    const first = await Promise.race([execEnd(ended, engine, execId, clock), interruption.struck]);
    if (typeof first !== "string") {
      if (life.generation !== generation)
        throw new SandboxLostError({ message: "The container was restarted while a command was running.", sandboxUsable: true });
      if (mayBeCut) await warden.endExec(name).catch(() => undefined);
      const oomKilled = await ranOutOfMemory(containerId, sinceMs, first.exitCode === outOfMemoryStatus);
      return result("exit", started, { exitCode: first.exitCode, oomKilled, sandboxRestarted: false });
    }
    const answer = await warden.killExec(name, marker, killTimeoutMs);
    if (answer !== "clean" && life.generation === generation) await life.restart("an exec could not be killed");
    await Promise.race([ended, clock.sleep(lastWordsMs)]);
    const oomKilled = await ranOutOfMemory(containerId, sinceMs, false);
    return result(first, started, { exitCode: null, oomKilled, sandboxRestarted: life.generation !== generation });
  } finally {
    interruption.dispose();
    stream.destroy();
  }
}

/** The end of the output is not the end of the process, which may have closed it and gone on: the engine knows. */
async function execEnd(ended: Promise<void>, engine: Engine, execId: string, clock: Clock): Promise<{ readonly exitCode: number }> {
  await ended;
  return { exitCode: await execStatus(engine, execId, clock) };
}

function streamEnd(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    stream.once("end", resolve);
    stream.once("close", resolve);
    stream.on("error", () => resolve());
  });
}
