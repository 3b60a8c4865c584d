import {
  checkCommandOptions,
  type DirectoryEntry,
  type ExecOptions,
  type FileStat,
  InputError,
  type RunOptions,
  type RunResult,
  SandboxFileError,
  type SandboxHandle,
  SandboxLostError,
  shellQuote,
} from "@swe/core";
import { Bash, defineCommand, InMemoryFs } from "just-bash";
import { MemoryInterruption } from "./memory-interruption.ts";
import { memoryRunResult } from "./memory-run-result.ts";

/** What a fake program prints and how it ends. */
export interface MemoryProgramResult {
  readonly stdout?: string | undefined;
  readonly stderr?: string | undefined;
  readonly exitCode?: number | undefined;
}

export type MemoryProgram = (
  args: readonly string[],
  context: { readonly cwd: string; readonly env: ReadonlyMap<string, string>; readonly stdin: string },
) => MemoryProgramResult | Promise<MemoryProgramResult>;

export interface MemorySandboxOptions {
  /** Contents by absolute path. */
  readonly files?: Readonly<Record<string, string | Uint8Array>> | undefined;
  /** @default "/testbed" */
  readonly workdir?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Programs the shell does not have itself (git, python3, ...), by name. */
  readonly programs?: Readonly<Record<string, MemoryProgram>> | undefined;
  /** Answers a whole command instead of the shell; undefined lets the shell run it. */
  readonly onRun?:
    | ((command: string, options: RunOptions) => Partial<RunResult> | undefined | Promise<Partial<RunResult> | undefined>)
    | undefined;
  /** Answers an exec; undefined runs its argv in the shell. */
  readonly onExec?:
    | ((argv: readonly string[], options: ExecOptions) => Partial<RunResult> | undefined | Promise<Partial<RunResult> | undefined>)
    | undefined;
  readonly id?: string | undefined;
  readonly imageId?: string | undefined;
}

export interface MemorySandbox extends SandboxHandle {
  /** Every command given to `run`, in order. */
  readonly commands: readonly string[];
  /** Every argv given to `exec`, in order. */
  readonly execs: readonly (readonly string[])[];
  readonly stopped: boolean;
  /** From now on every call rejects with `SandboxLostError`. */
  lose(): void;
}

/**
 * A sandbox with a simulated shell and file system in this process. It keeps the contract of the real one as far as one command at a
 * time can show it; there are no real processes behind it, so nothing survives in the background.
 */
export function createMemorySandbox(options: MemorySandboxOptions = {}): MemorySandbox {
  return new InMemorySandbox(options);
}

let created = 0;

/** `sleep` ends the shell once the command is cut off: that keeps what was printed before, which the shell's own abort drops. */
const prelude = `sleep() { command interruptible-sleep "$@" || exit 124; }\n`;

class InMemorySandbox implements MemorySandbox {
  readonly id: string;
  readonly imageId: string;
  readonly workdir: string;
  readonly commands: string[] = [];
  readonly execs: (readonly string[])[] = [];
  stopped = false;
  #lost = false;
  readonly #options: MemorySandboxOptions;
  readonly #fs: InMemoryFs;
  readonly #ready: Promise<void>;

  constructor(options: MemorySandboxOptions) {
    created += 1;
    this.id = options.id ?? `memory-${created}`;
    this.imageId = options.imageId ?? "sha256:memory";
    this.workdir = options.workdir ?? "/testbed";
    this.#options = options;
    this.#fs = new InMemoryFs();
    this.#ready = this.#prepare(options.files ?? {});
  }

  async #prepare(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    await this.#fs.mkdir(this.workdir, { recursive: true });
    await this.#fs.mkdir("/tmp", { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      await this.#fs.mkdir(parentOf(path), { recursive: true });
      await this.#fs.writeFile(path, content);
    }
  }

  lose(): void {
    this.#lost = true;
  }

  async #usable(abortSignal?: AbortSignal): Promise<void> {
    abortSignal?.throwIfAborted();
    await this.#ready;
    if (!this.#lost && !this.stopped) return;
    throw new SandboxLostError({ message: `Sandbox ${this.id} is ${this.stopped ? "stopped" : "lost"}.`, sandboxUsable: false });
  }

  async run(command: string, options: RunOptions = {}): Promise<RunResult> {
    checkCommandOptions(options);
    await this.#usable();
    this.commands.push(command);
    const started = performance.now();
    const answer = await this.#options.onRun?.(command, options);
    if (answer !== undefined) return memoryRunResult({ ...answer, started, maxOutputBytes: options.maxOutputBytes });
    return this.#shell(command, options, started);
  }

  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<RunResult> {
    checkCommandOptions(options);
    if (argv.length === 0 || argv.some((word) => word.includes("\0")))
      throw new InputError({ message: "No program, or a zero byte in a word." });
    await this.#usable();
    this.execs.push(argv);
    const started = performance.now();
    const answer = await this.#options.onExec?.(argv, options);
    if (answer !== undefined) return memoryRunResult({ ...answer, started, maxOutputBytes: options.maxOutputBytes });
    return this.#shell(asCommand(argv), options, started);
  }

  async #shell(command: string, options: RunOptions, started: number): Promise<RunResult> {
    const { maxOutputBytes, timeoutMs, idleTimeoutMs, abortSignal, stdin } = options;
    const cwd = options.cwd ?? this.workdir;
    if (abortSignal?.aborted === true) return memoryRunResult({ endedBy: "abort", started, maxOutputBytes });
    if (!(await this.#fs.exists(cwd))) {
      return memoryRunResult({ exitCode: 126, stderr: `cd: ${cwd}: No such file or directory\n`, started, maxOutputBytes });
    }
    const cut = new MemoryInterruption({ timeoutMs, idleTimeoutMs, abortSignal });
    try {
      const shell = new Bash({ fs: this.#fs, cwd, env: { HOME: "/root", ...this.#options.env }, customCommands: this.#programs(cut) });
      const result = await shell.exec(prelude + command, {
        rawScript: true,
        ...(options.env === undefined ? {} : { env: { ...options.env } }),
        ...(stdin === undefined ? {} : { stdin: Buffer.from(stdin).toString("latin1"), stdinKind: "bytes" as const }),
      });
      const stdout = Buffer.from(result.stdout, result.stdoutKind === "bytes" ? "latin1" : "utf8");
      const endedBy = cut.endedBy ?? "exit";
      return memoryRunResult({ exitCode: result.exitCode, stderr: result.stderr, stdout, endedBy, started, maxOutputBytes });
    } finally {
      cut.dispose();
    }
  }

  #programs(cut: MemoryInterruption): ReturnType<typeof defineCommand>[] {
    const programs = Object.entries(this.#options.programs ?? {}).map(([name, program]) =>
      defineCommand(name, async (args, context) => {
        const result = await program(args, { cwd: context.cwd, env: new Map(context.env), stdin: context.stdin as unknown as string });
        return { stdout: result.stdout ?? "", stderr: result.stderr ?? "", exitCode: result.exitCode ?? 0 };
      }),
    );
    const sleep = defineCommand("interruptible-sleep", async ([seconds]) => {
      const finished = await cut.sleep(Number(seconds) * 1000);
      return { stdout: "", stderr: "", exitCode: finished ? 0 : 124 };
    });
    return [...programs, sleep];
  }

  async readFile(path: string, options: { readonly abortSignal?: AbortSignal | undefined } = {}): Promise<Uint8Array | null> {
    await this.#usable(options.abortSignal);
    checkPath(path);
    if (!(await this.#fs.exists(path))) return null;
    return this.#file(path, async () => new Uint8Array(await this.#fs.readFileBuffer(path)));
  }

  async writeFile(
    path: string,
    content: string | Uint8Array,
    options: { readonly mode?: number | undefined; readonly abortSignal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    await this.#usable(options.abortSignal);
    checkPath(path);
    await this.#file(path, async () => {
      const old = (await this.#fs.exists(path)) ? await this.#fs.stat(path) : undefined;
      if (old?.isDirectory === true) throw new Error("Is a directory");
      await this.#fs.mkdir(parentOf(path), { recursive: true });
      await this.#fs.writeFile(path, typeof content === "string" ? content : new Uint8Array(content));
      await this.#fs.chmod(path, options.mode ?? old?.mode ?? 0o644);
    });
  }

  async remove(path: string, options: { readonly abortSignal?: AbortSignal | undefined } = {}): Promise<void> {
    await this.#usable(options.abortSignal);
    checkPath(path);
    await this.#file(path, () => this.#fs.rm(path, { recursive: true, force: true }));
  }

  async stat(path: string, options: { readonly abortSignal?: AbortSignal | undefined } = {}): Promise<FileStat | null> {
    await this.#usable(options.abortSignal);
    checkPath(path);
    const found = await this.#fs.lstat(path).catch(() => null);
    if (found === null) return null;
    const type = found.isSymbolicLink ? "symlink" : found.isDirectory ? "directory" : found.isFile ? "file" : "other";
    return { type, size: found.size, mode: found.mode & 0o7777 };
  }

  async list(path: string, options: { readonly abortSignal?: AbortSignal | undefined } = {}): Promise<readonly DirectoryEntry[] | null> {
    await this.#usable(options.abortSignal);
    checkPath(path);
    if (!(await this.#fs.exists(path))) return null;
    const names = await this.#file(path, () => this.#fs.readdir(path));
    const entries: DirectoryEntry[] = [];
    for (const name of names.toSorted()) {
      const stat = await this.stat(`${path.replace(/\/$/, "")}/${name}`);
      if (stat !== null) entries.push({ name, ...stat });
    }
    return entries;
  }

  async #file<T>(path: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw new SandboxFileError({ message: `${path}: ${cause instanceof Error ? cause.message : String(cause)}.`, path, cause });
    }
  }

  stop(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function checkPath(path: string): void {
  if (!path.startsWith("/")) throw new InputError({ message: `A path in a sandbox has to be absolute, got ${JSON.stringify(path)}.` });
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** A script given to a shell runs in the simulated one directly: a nested one would not know how to be cut off. */
function asCommand(argv: readonly string[]): string {
  const [shell = "", flag = "", script = "", , ...args] = argv;
  if (!/^(?:\/bin\/|\/usr\/bin\/)?(?:ba)?sh$/.test(shell) || !/^-l?c$/.test(flag)) return argv.map(shellQuote).join(" ");
  return `set -- ${args.map(shellQuote).join(" ")}\n${script}`;
}
