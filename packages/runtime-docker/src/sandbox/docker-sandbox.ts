import {
  checkCommandOptions,
  type Clock,
  type DirectoryEntry,
  type ExecOptions,
  type FileOptions,
  type FileStat,
  InputError,
  type Ownership,
  type RunOptions,
  type RunResult,
  type SandboxHandle,
  type WriteFileOptions,
} from "@swe/core";
import type { Duplex } from "node:stream";
import { Warden } from "../container/warden.ts";
import type { RuntimeEvent } from "../docker-provider-options.ts";
import type { Engine } from "../engine/engine.ts";
import { engineExec } from "../exec/engine-exec.ts";
import { SandboxFiles } from "../files/sandbox-files.ts";
import { Lane } from "../lane/lane.ts";
import { CommandRunner } from "./command-runner.ts";
import { ContainerLife } from "./container-life.ts";

const startTimeoutMs = 60_000;
/** A container ends by itself when its time is over. At most this long after, an engine that hangs has not told. */
const maxLifetimeGraceMs = 60_000;
const maxTimerMs = 2 ** 31 - 1;

export interface DockerSandboxSettings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly id: string;
  readonly imageId: string;
  readonly workdir: string;
  readonly owner: Ownership;
  readonly lifetimeMs: number;
  readonly diskBytes: number;
  readonly onEvent: (event: RuntimeEvent) => void;
  readonly onStopped: (sandbox: DockerSandbox) => void;
  /** Resolves true when the engine reported, or is about to report, that this container ran out of memory since `sinceMs`. */
  readonly ranOutOfMemory: (id: string, sinceMs: number, mayWait: boolean) => Promise<boolean>;
}

/** One container: fast commands through lanes, plain execs through the engine, files through the shell inside. */
export class DockerSandbox implements SandboxHandle {
  readonly id: string;
  readonly imageId: string;
  readonly workdir: string;
  readonly diskBytes: number;
  readonly instanceId: string | undefined;
  readonly #settings: DockerSandboxSettings;
  readonly #life: ContainerLife;
  readonly #warden: Warden;
  readonly #runner: CommandRunner;
  readonly #files: SandboxFiles;
  /** Connections of execs and lanes, those being opened too. */
  readonly #streams = new Set<Duplex>();
  readonly #gone = new AbortController();
  #deadline: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | undefined;

  constructor(settings: DockerSandboxSettings) {
    const { engine, clock, id, owner, lifetimeMs, onEvent } = settings;
    this.id = id;
    this.imageId = settings.imageId;
    this.workdir = settings.workdir;
    this.diskBytes = settings.diskBytes;
    this.instanceId = owner.instanceId;
    this.#settings = settings;
    this.#warden = new Warden(engine, id, clock);
    this.#life = new ContainerLife({
      engine,
      clock,
      id,
      owner,
      lifetimeMs,
      ranOutOfMemory: (sinceMs) => settings.ranOutOfMemory(id, sinceMs, false),
      onEvent,
      onRestarted: async (leftMs) => {
        await this.#warden.start(startTimeoutMs);
        await this.#warden.endIn(leftMs, startTimeoutMs);
      },
      onGone: () => {
        if (this.#life.isLost) this.#warden.retire();
        else this.#warden.disconnect();
        this.#runner.reset();
        if (this.#life.isLost) this.#closeStreams();
      },
    });
    this.#runner = new CommandRunner({
      id,
      owner,
      clock,
      life: this.#life,
      warden: this.#warden,
      openLane: () => Lane.open({ ...engine, startExec: (execId) => this.#startLane(execId) }, id, this.workdir),
      ranOutOfMemory: (sinceMs) => settings.ranOutOfMemory(id, sinceMs, false),
      onEvent,
    });
    this.#files = new SandboxFiles({ runner: this.#runner, exec: (argv, options) => this.exec(argv, options) });
  }

  /** Makes the sandbox ready; to be called once its container runs. */
  async start(): Promise<void> {
    const { lifetimeMs } = this.#settings;
    const overdue = (): void => void this.end(`its lifetime of ${Math.round(lifetimeMs / 1000)} s is over`).catch(() => undefined);
    this.#deadline = setTimeout(overdue, Math.min(lifetimeMs + Math.min(lifetimeMs, maxLifetimeGraceMs), maxTimerMs)).unref();
    await this.#warden.start(startTimeoutMs);
  }

  /** The engine does not close each connection of a container that was killed, and one that hangs closes none. */
  #closeStreams(): void {
    clearTimeout(this.#deadline);
    this.#gone.abort(this.#life.lose("it is gone"));
    for (const stream of this.#streams) stream.destroy();
  }

  async run(command: string, options: RunOptions = {}): Promise<RunResult> {
    checkCommandOptions(options);
    return this.#runner.run(command, options);
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<RunResult> {
    checkCommandOptions(options);
    if (argv.length === 0 || argv.some((word) => word.includes("\0")))
      throw new InputError({ message: "A command has to have a program, and no zero byte in any of its words." });
    const { engine, clock, ranOutOfMemory } = this.#settings;
    const result = await engineExec(
      argv,
      { cwd: this.workdir, ...options },
      {
        engine,
        clock,
        containerId: this.id,
        life: this.#life,
        warden: this.#warden,
        ranOutOfMemory,
        gone: this.#gone.signal,
        track: (stream) => this.#track(stream),
      },
    );
    if (result.oomKilled) this.#runner.noteForeignOomKill();
    return result;
  }

  async #startLane(execId: string): Promise<Duplex> {
    const stream = await this.#settings.engine.startExec(execId, { abortSignal: this.#gone.signal });
    stream.once("close", this.#track(stream));
    return stream;
  }

  #track(stream: Duplex): () => void {
    this.#streams.add(stream);
    if (this.#life.isLost) stream.destroy();
    return () => this.#streams.delete(stream);
  }

  readFile(path: string, options: FileOptions = {}): Promise<Uint8Array | null> {
    return this.#files.read(path, options);
  }

  writeFile(path: string, content: string | Uint8Array, options: WriteFileOptions = {}): Promise<void> {
    return this.#files.write(path, content, options);
  }

  remove(path: string, options: FileOptions = {}): Promise<void> {
    return this.#files.remove(path, options);
  }

  stat(path: string, options: FileOptions = {}): Promise<FileStat | null> {
    return this.#files.stat(path, options);
  }

  list(path: string, options: FileOptions = {}): Promise<readonly DirectoryEntry[] | null> {
    return this.#files.list(path, options);
  }

  /** Ends the sandbox for its users at once, whatever the reason, and removes the container. */
  async end(reason: string): Promise<void> {
    this.#life.lose(reason);
    await this.stop();
  }

  async stop(options: FileOptions = {}): Promise<void> {
    this.#life.lose("it was stopped");
    this.#stopping ??= this.#remove(options);
    await this.#stopping;
  }

  async #remove(options: FileOptions): Promise<void> {
    try {
      await this.#settings.engine.removeContainer(this.id, options);
      this.#settings.onStopped(this);
    } catch (error) {
      this.#stopping = undefined; // A later stop tries again.
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
