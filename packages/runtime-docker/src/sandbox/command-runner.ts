import { type Clock, InputError, type Ownership, type RunEnd, type RunOptions, type RunResult, SandboxLostError } from "@swe/core";
import type { KillAnswer, Warden } from "../container/warden.ts";
import type { RuntimeEvent } from "../docker-provider-options.ts";
import { commandPrologue } from "../lane/command-prologue.ts";
import type { Lane } from "../lane/lane.ts";
import type { LaneReply } from "../lane/lane-request.ts";
import { OutputCollector } from "../output/output-collector.ts";
import type { ContainerLife } from "./container-life.ts";
import { LaneSupply } from "./lane-supply.ts";
import { Interruption, type InterruptionCause } from "./interruption.ts";

/** Processes in every container that are not a lane's: the warden. */
const baseProcesses = 1;
const maxStaleLanes = 3;
/** Long, because a crowd of processes on a busy machine leaves the warden little time of its own. */
const killTimeoutMs = 30_000;
const lastWordsMs = 3000;

export interface CommandRunnerSettings {
  readonly id: string;
  readonly owner: Ownership;
  readonly clock: Clock;
  readonly life: ContainerLife;
  readonly warden: Warden;
  readonly openLane: () => Promise<Lane>;
  /** Whether the engine reported since then that the container ran out of memory. */
  readonly ranOutOfMemory: (sinceMs: number) => Promise<boolean>;
  readonly onEvent: (event: RuntimeEvent) => void;
}

/** Where the output goes besides its being counted; {@link OutputCollector} is one. */
export type OutputSink = Pick<OutputCollector, "append" | "collected">;

interface Attempt {
  readonly lane: Lane;
  readonly tag: string;
  readonly command: string | Uint8Array;
  readonly prologue: Uint8Array;
  readonly options: RunOptions;
  readonly sink: OutputSink;
  readonly isLastTry: boolean;
}

interface Ending {
  readonly reply: LaneReply | undefined;
  readonly endedBy: RunEnd;
  readonly restarted: boolean;
}

/** Runs commands in lanes: limits, kills, and what to do when a lane or the container dies. */
export class CommandRunner {
  readonly #settings: CommandRunnerSettings;
  readonly #lanes: LaneSupply;
  #mayBeFull = false;
  /** As last seen; undefined after an exec that may have added to it. */
  #oomKills: number | undefined = 0;
  /** When a command last began whose end was not counted: a report of that may have come late. */
  #uncountedSince: number | undefined;

  constructor(settings: CommandRunnerSettings) {
    this.#settings = settings;
    this.#lanes = new LaneSupply({ ...settings, wardenTimeoutMs: killTimeoutMs });
  }

  /** The container's processes are gone: lanes, survivors, all. */
  reset(): void {
    this.#lanes.reset();
    this.#oomKills = 0;
  }

  /** Something outside the lanes ran out of memory: that is not the next command's doing. */
  noteForeignOomKill(): void {
    this.#oomKills = undefined;
  }

  async run(
    command: string | Uint8Array,
    options: RunOptions,
    sink: OutputSink = new OutputCollector(options.maxOutputBytes),
  ): Promise<RunResult> {
    const { clock, life } = this.#settings;
    if (typeof command === "string" && command.includes("\0"))
      throw new InputError({ message: "A shell command cannot hold a zero byte." });
    const prologue = commandPrologue(options);
    await life.usable();
    const asked = clock.monotonic();
    if (options.abortSignal?.aborted === true) return runResult({ reply: undefined, endedBy: "abort", restarted: false }, sink, 0);
    if (this.#uncountedSince !== undefined && (await this.#settings.ranOutOfMemory(this.#uncountedSince))) {
      this.#oomKills = undefined;
      this.#uncountedSince = undefined;
    }
    const oomKillsBefore = (this.#oomKills ??= await this.#settings.warden.oomKills(killTimeoutMs));
    let restarted = false;
    if (this.#mayBeFull) restarted = await this.#makeRoom();
    for (let tries = 1; ; tries += 1) {
      const { lane, tag, ...taken } = await this.#lanes.take();
      restarted ||= taken.restarted;
      const started = clock.monotonic();
      const startedAt = clock.now();
      const ending = await this.#attempt({ lane, tag, command, prologue, options, sink, isLastTry: tries >= maxStaleLanes });
      if (ending.reply?.isStale === true) {
        this.#lanes.discard(lane);
        continue;
      }
      if (ending.reply?.isExhausted === true && tries < maxStaleLanes && ending.endedBy === "exit") {
        await life.restart("no process could be started any more");
        restarted = true;
        continue;
      }
      const oomKilled = await this.#ranOutOfMemory(ending, oomKillsBefore, startedAt);
      this.#mayBeFull ||= ending.reply?.isNearlyExhausted ?? false;
      this.#lanes.giveBack(lane, ending.reply?.hasSurvivors ?? false);
      return runResult(
        { ...ending, restarted: restarted || ending.restarted, oomKilled },
        sink,
        clock.monotonic() - (options.timeoutMs === undefined ? asked : started),
      );
    }
  }

  /** The lane counts for a command that failed; for any other (it may have gone on without the victim) the engine's report has to do. */
  async #ranOutOfMemory({ reply }: Ending, before: number, startedAt: number): Promise<boolean> {
    if (reply !== undefined && reply.status > 0) {
      this.#uncountedSince = undefined;
      this.#oomKills = Math.max(before, reply.oomKills);
      return reply.oomKills > before;
    }
    const reported = await this.#settings.ranOutOfMemory(startedAt);
    if (reported && reply !== undefined) {
      // It may be about the command before this one, which was counted.
      this.#oomKills = await this.#settings.warden.oomKills(killTimeoutMs);
      this.#uncountedSince = undefined;
      return this.#oomKills > before;
    }
    this.#uncountedSince ??= startedAt;
    if (reported) this.#oomKills = undefined;
    return reported;
  }

  /** An earlier command filled the process table and ended: waiting for a fork to fail would take the shell a quarter of a minute. */
  async #makeRoom(): Promise<boolean> {
    const { warden, life } = this.#settings;
    this.#mayBeFull = false;
    if (!(await warden.isFull(killTimeoutMs))) return false;
    await life.restart("the processes of earlier commands left none for the next");
    return true;
  }

  async #attempt(attempt: Attempt): Promise<Ending> {
    const { lane, tag, command, prologue, options, sink, isLastTry } = attempt;
    const interruption = new Interruption(this.#settings.clock, options);
    const watchesSilence = options.idleTimeoutMs !== undefined;
    try {
      const running = lane.run(
        { kind: isLastTry ? "F" : "R", tag, ownProcesses: baseProcesses + this.#lanes.size, prologue, command },
        (stream, data) => {
          if (watchesSilence) interruption.noteOutput();
          sink.append(stream, data);
        },
      );
      running.catch(() => undefined); // Looked at below; a kill in between must not make it unhandled.
      const first = await Promise.race([running, interruption.struck]);
      if (typeof first === "object") return { reply: first, endedBy: "exit", restarted: false };
      return await this.#cutOff(attempt, running, first);
    } catch (error) {
      throw await this.#laneDied(attempt, error);
    } finally {
      interruption.dispose();
    }
  }

  async #cutOff({ lane, tag }: Attempt, running: Promise<LaneReply>, cause: InterruptionCause): Promise<Ending> {
    const { warden, life, clock } = this.#settings;
    const { generation } = life;
    const answer = await warden.killCommand(tag, [lane.pid, ...this.#lanes.pids()], killTimeoutMs);
    if (answer === "clean") {
      const over = new AbortController();
      const silence = clock.sleep(lastWordsMs, over.signal).then(
        () => undefined,
        () => undefined,
      );
      const reply = await Promise.race([running.catch(() => undefined), silence]);
      over.abort();
      if (reply === undefined) {
        // The lane itself does not answer (it may be short of processes): its command is dead, so it can go.
        await warden.killLane(lane.pid, killTimeoutMs);
        this.#lanes.discard(lane);
      }
      return { reply, endedBy: cause, restarted: life.generation !== generation };
    }
    const reasons = {
      left: "a process would not die",
      strange: "a process could not be told apart",
      gone: "the process table could not be looked at",
    };
    if (life.generation === generation) await life.restart(`${reasons[answer]} after a command was cut off`);
    await running.catch(() => undefined);
    return { reply: undefined, endedBy: cause, restarted: true };
  }

  /** The channel broke under a command: whatever it left is killed, and the caller learns whether the sandbox goes on. */
  async #laneDied({ lane, tag }: Attempt, error: unknown): Promise<unknown> {
    const { warden, life, id, owner, onEvent } = this.#settings;
    const { generation } = life;
    lane.destroy();
    try {
      await life.usable();
    } catch (lost) {
      return lost;
    }
    const lost = await life.check(error);
    if (lost !== undefined) return lost;
    if (life.generation === generation) {
      const kill = (): Promise<KillAnswer> => warden.killCommand(tag, [lane.pid, ...this.#lanes.pids()], killTimeoutMs);
      let answer = await kill();
      // Nobody answered because somebody else was restarting the container: two restarts at once would lose it.
      if (answer === "gone" && (await life.check(error)) === undefined) answer = await kill();
      await warden.killLane(lane.pid, killTimeoutMs);
      if (answer !== "clean" && (await life.check(error)) === undefined)
        await life.restart("the command channel died and its processes could not be killed").catch(() => undefined);
    }
    if (life.generation === generation) this.#lanes.discard(lane);
    if (life.isLost) return life.check(error);
    onEvent({
      type: "channel-reopened",
      id,
      instanceId: owner.instanceId,
      reason: "the command channel was closed while a command was running",
    });
    return new SandboxLostError({
      message: "The command's shell was killed, or its container restarted, while it was running.",
      remedy: "Its output is lost; the sandbox goes on with its files, so the command may be run again.",
      cause: error,
      sandboxUsable: true,
    });
  }
}

function runResult(
  { reply, endedBy, restarted, oomKilled = false }: Ending & { readonly oomKilled?: boolean },
  sink: OutputSink,
  durationMs: number,
): RunResult {
  return {
    exitCode: endedBy === "exit" ? (reply?.status ?? null) : null,
    ...sink.collected(),
    endedBy,
    timedOut: endedBy === "timeout" || endedBy === "idle_timeout",
    durationMs,
    oomKilled,
    sandboxRestarted: restarted,
  };
}
