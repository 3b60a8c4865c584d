import {
  type DirectoryEntry,
  type ExecOptions,
  type FileOptions,
  type FileStat,
  InputError,
  type RunResult,
  SandboxFileError,
  shellQuote,
  type WriteFileOptions,
} from "@swe/core";
import { randomBytes } from "node:crypto";
import { printBytes } from "../lane/command-prologue.ts";
import type { CommandRunner } from "../sandbox/command-runner.ts";
import { ByteSink } from "./byte-sink.ts";
import { parseListing } from "./parse-listing.ts";
import { parseStat } from "./parse-stat.ts";
import { writeScripts } from "./write-script.ts";

/** Status by which the scripts below say that there is no such path. */
const missing = 44;
/** ... and by this that it is larger than may be read. */
const oversized = 45;
/** Contents up to this size go through the command channel, larger ones through an engine exec's input. */
const maxInlineBytes = 256 * 1024;
/** A file of a sandbox has to fit into the driver's memory, which other sandboxes share. */
const maxReadBytes = 512 * 1024 * 1024;
const cleanTimeoutMs = 10_000;

const readScript = `[[ -e $1 ]] || exit ${missing}
if [[ -d $1 ]]; then builtin printf '%s: Is a directory\\n' "$1" >&2; exit 1; fi
if [[ ! -f $1 ]]; then builtin printf '%s: Not a regular file\\n' "$1" >&2; exit 1; fi
(( $(command -p stat -L -c %s -- "$1") <= ${maxReadBytes} )) || exit ${oversized}
command -p cat <"$1"`;

// The folder may change meanwhile: what is gone by the time it is looked at is left out.
const listScript = `[[ -e $1 ]] || exit ${missing}
builtin cd -- "$1" || exit 1
[[ -r . ]] || { echo 'Permission denied' >&2; exit 1; }
shopt -s nullglob dotglob; shopt -u failglob; GLOBIGNORE= LC_ALL=C; set +f
set -- *
while (( $# )); do
  command -p stat -c '%f %s %n/' -- "\${@:1:4000}" 2>/dev/null || (( $? < 126 )) || exit 1
  shift $(( $# < 4000 ? $# : 4000 ))
done`;

export interface SandboxFilesSettings {
  readonly runner: CommandRunner;
  readonly exec: (argv: readonly string[], options: ExecOptions) => Promise<RunResult>;
}

/**
 * Files through the shell inside: unlike the engine's archive calls this sees tmpfs mounts and works on read-only roots. `$1` is the
 * path; a path that is read or written is opened by the shell itself, so that odd names need no care.
 */
export class SandboxFiles {
  readonly #runner: CommandRunner;
  readonly #exec: SandboxFilesSettings["exec"];

  constructor({ runner, exec }: SandboxFilesSettings) {
    this.#runner = runner;
    this.#exec = exec;
  }

  async read(path: string, options: FileOptions): Promise<Uint8Array | null> {
    const sink = await this.#script([path], readScript, options);
    return sink === null ? null : sink.bytes();
  }

  async write(path: string, content: string | Uint8Array, { mode, abortSignal }: WriteFileOptions): Promise<void> {
    if (mode !== undefined && !(Number.isInteger(mode) && mode >= 0 && mode <= 0o7777))
      throw new InputError({ message: `A file mode has to be between 0 and 0o7777, got ${mode}.` });
    const size = typeof content === "string" ? Buffer.byteLength(content) : content.length;
    const isInline = size <= maxInlineBytes;
    const { before, after, clean } = writeScripts(mode, isInline ? undefined : size);
    const staged = `.swe-${randomBytes(8).toString("hex")}`;
    try {
      if (isInline) {
        const print = size === 0 ? Buffer.from(":") : printBytes(content);
        await this.#script([path, staged], Buffer.concat([Buffer.from(before), print, Buffer.from(after)]), { abortSignal });
        return;
      }
      const argv = ["bash", "-c", `${before} command -p cat ${after}`, "write", checked(path), staged];
      this.#verify(path, await this.#exec(argv, { cwd: "/", stdin: content, abortSignal }), abortSignal);
    } catch (error) {
      if (abortSignal?.aborted === true) await this.#clean([path, staged], clean);
      throw error;
    }
  }

  async remove(path: string, options: FileOptions): Promise<void> {
    await this.#script([path], `command -p rm -rf -- "$1"`, options);
  }

  async stat(path: string, options: FileOptions): Promise<FileStat | null> {
    const script = `[[ -e $1 || -L $1 ]] || exit ${missing}; command -p stat -c '%f %s' -- "$1"`;
    const sink = await this.#script([path], script, options);
    return sink === null ? null : parseStat(Buffer.from(sink.bytes()).toString());
  }

  async list(path: string, options: FileOptions): Promise<readonly DirectoryEntry[] | null> {
    const sink = await this.#script([path], listScript, options);
    return sink === null ? null : parseListing(Buffer.from(sink.bytes()));
  }

  async #script(args: readonly [string, ...string[]], script: string | Uint8Array, { abortSignal }: FileOptions): Promise<ByteSink | null> {
    abortSignal?.throwIfAborted();
    const [path] = args;
    const tooLarge = new AbortController();
    const sink = new ByteSink(maxReadBytes, () => tooLarge.abort());
    const signal = abortSignal === undefined ? tooLarge.signal : AbortSignal.any([abortSignal, tooLarge.signal]);
    const result = await this.#runner.run(command(args, script), { cwd: "/", abortSignal: signal }, sink);
    if (tooLarge.signal.aborted || result.exitCode === oversized)
      throw new SandboxFileError({
        message: `${path} is larger than ${maxReadBytes / 1024 ** 2} MiB, which is more than can be read at once.`,
        remedy: "Read a part of it with a command.",
        path,
      });
    if (result.exitCode === missing) return null;
    this.#verify(path, result, abortSignal);
    return sink;
  }

  /** The caller is on its way out: a sandbox that cannot do it any more needs no cleaning. */
  async #clean(args: readonly [string, ...string[]], script: string): Promise<void> {
    await this.#runner.run(command(args, script), { cwd: "/", timeoutMs: cleanTimeoutMs }).catch(() => undefined);
  }

  #verify(path: string, result: RunResult, abortSignal: AbortSignal | undefined): void {
    if (result.exitCode === 0) return;
    abortSignal?.throwIfAborted();
    const said = result.stderr.trim().replace(/^bash: line \d+: /, "");
    throw new SandboxFileError({
      message: `A file operation in the sandbox failed: ${said === "" ? `status ${result.exitCode} for ${path}` : said}.`,
      remedy: "Look at the permissions of the path, whether it is a folder, and at the free space.",
      path,
    });
  }
}

function command([path, ...rest]: readonly [string, ...string[]], script: string | Uint8Array): Buffer {
  const words = [checked(path), ...rest].map(shellQuote).join(" ");
  return Buffer.concat([Buffer.from(`set -- ${words}\n`), Buffer.from(script as Uint8Array)]);
}

function checked(path: string): string {
  if (path.startsWith("/") && !path.includes("\0")) return path;
  throw new InputError({ message: `A path in a sandbox has to be absolute, got ${JSON.stringify(path)}.` });
}
