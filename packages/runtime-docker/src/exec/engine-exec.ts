import { type Clock, type ExecOptions, type RunEnd, type RunResult, SandboxLostError } from "@swe/core";
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { createDemux } from "../engine/demux-frames.ts";
import type { Engine } from "../engine/engine.ts";
import { OutputCollector } from "../output/output-collector.ts";

export const execMarkerName = "SWE_EXEC";

export interface EngineExecContext {
  readonly engine: Engine;
  readonly containerId: string;
  readonly clock: Clock;
  /** Kills every process of this exec; resolves when they are dead. */
  readonly kill: (marker: string) => Promise<{ readonly restarted: boolean }>;
}

/** One engine exec from start to end: status from the engine, input through a pipe. */
export async function engineExec(argv: readonly string[], options: ExecOptions, context: EngineExecContext): Promise<RunResult> {
  const { engine, containerId, clock, kill } = context;
  const { abortSignal, timeoutMs } = options;
  abortSignal?.throwIfAborted();
  const marker = randomBytes(12).toString("hex");
  const execId = await engine.createExec(
    containerId,
    {
      argv,
      cwd: options.cwd,
      user: options.user,
      env: { ...options.env, [execMarkerName]: marker },
    },
    { abortSignal },
  );
  const output = new OutputCollector(options.maxOutputBytes);
  const stream = await engine.startExec(execId);
  const started = clock.monotonic();
  stream.on(
    "data",
    createDemux((number, data) => output.append(number, data)),
  );
  const ended = streamEnd(stream);
  feed(stream, options.stdin);

  const stop = new AbortController();
  const cut = interruption(clock, timeoutMs, abortSignal, stop.signal);
  let endedBy = await Promise.race([ended.then((): RunEnd => "exit"), cut]);
  let restarted = false;
  if (endedBy !== "exit") {
    ({ restarted } = await kill(marker));
    await Promise.race([ended, clock.sleep(500)]);
    stream.destroy();
  }
  stop.abort();
  const exitCode = endedBy === "exit" ? await exitStatus(engine, execId, clock) : null;
  return {
    exitCode,
    ...output.collected(),
    endedBy,
    timedOut: endedBy === "timeout",
    durationMs: clock.monotonic() - started,
    oomKilled: false,
    sandboxRestarted: restarted,
  };
}

function feed(stream: Duplex, stdin: string | Uint8Array | undefined): void {
  if (stdin === undefined) stream.end();
  else stream.end(stdin);
}

function streamEnd(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    stream.once("end", resolve);
    stream.once("close", resolve);
    stream.on("error", () => resolve());
  });
}

async function interruption(
  clock: Clock,
  timeoutMs: number | undefined,
  abortSignal: AbortSignal | undefined,
  stop: AbortSignal,
): Promise<RunEnd> {
  return new Promise((resolve) => {
    if (abortSignal !== undefined) {
      const onAbort = (): void => resolve("abort");
      abortSignal.addEventListener("abort", onAbort, { once: true });
      stop.addEventListener("abort", () => abortSignal.removeEventListener("abort", onAbort), { once: true });
      if (abortSignal.aborted) resolve("abort");
    }
    if (timeoutMs !== undefined)
      clock.sleep(timeoutMs, stop).then(
        () => resolve("timeout"),
        () => undefined,
      );
  });
}

/** A process may close its output and go on: the engine is asked until it has really ended. */
async function exitStatus(engine: Engine, execId: string, clock: Clock): Promise<number> {
  for (let delayMs = 10; ; delayMs = Math.min(delayMs * 2, 500)) {
    const state = await engine.inspectExec(execId).catch((cause: unknown) => {
      throw new SandboxLostError({ message: "The container ended while a command was running in it.", cause, sandboxUsable: false });
    });
    if (!state.running && state.exitCode !== null) return state.exitCode;
    await clock.sleep(delayMs);
  }
}
