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
import { printBytes } from "../lane/command-prologue.ts";
import type { CommandRunner } from "../sandbox/command-runner.ts";
import { ByteSink } from "./byte-sink.ts";
import { parseStat } from "./parse-stat.ts";

/** Status by which the scripts below say that there is no such path. */
const missing = 44;
/** Contents up to this size go through the command channel, larger ones through an engine exec's input. */
const maxInlineBytes = 256 * 1024;

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
    const sink = await this.#script(path, `[[ -e $1 ]] || exit ${missing}; command -p cat <"$1"`, options);
    return sink === null ? null : sink.bytes();
  }

  async write(path: string, content: string | Uint8Array, { mode, abortSignal }: WriteFileOptions): Promise<void> {
    const before = `d=\${1%/*}; [[ -z $d || -d $d ]] || command -p mkdir -p -- "$d" || exit 1; umask 022;`;
    const after = mode === undefined ? "" : `; command -p chmod ${mode.toString(8)} -- "$1"`;
    const size = typeof content === "string" ? Buffer.byteLength(content) : content.length;
    if (size > maxInlineBytes) {
      const script = `${before} command -p cat >|"$1" || exit 1${after}`;
      const result = await this.#exec(["bash", "-c", script, "write", checked(path)], { cwd: "/", stdin: content, abortSignal });
      this.#verify(path, result, abortSignal);
      return;
    }
    const script = Buffer.concat([
      Buffer.from(`${before} { `),
      size === 0 ? Buffer.from(":") : printBytes(content),
      Buffer.from(`; } >|"$1" || exit 1${after}`),
    ]);
    await this.#script(path, script, { abortSignal });
  }

  async remove(path: string, options: FileOptions): Promise<void> {
    await this.#script(path, `command -p rm -rf -- "$1"`, options);
  }

  async stat(path: string, options: FileOptions): Promise<FileStat | null> {
    const script = `[[ -e $1 || -L $1 ]] || exit ${missing}; command -p stat -c '%f %s' -- "$1"`;
    const sink = await this.#script(path, script, options);
    return sink === null ? null : parseStat(Buffer.from(sink.bytes()).toString());
  }

  async list(path: string, options: FileOptions): Promise<readonly DirectoryEntry[] | null> {
    const script = `[[ -e $1 ]] || exit ${missing}
builtin cd -- "$1" || exit 1
[[ -r . ]] || { echo 'Permission denied' >&2; exit 1; }
shopt -s nullglob dotglob; shopt -u failglob; GLOBIGNORE=; set +f
names=(*)
for ((i = 0; i < \${#names[@]}; i += 500)); do
  some=("\${names[@]:i:500}")
  builtin printf '%d\\n' \${#some[@]}
  command -p stat -c '%f %s' -- "\${some[@]}" || exit 1
  builtin printf '%s\\0' "\${some[@]}"
done`;
    const sink = await this.#script(path, script, options);
    return sink === null ? null : parseListing(Buffer.from(sink.bytes()));
  }

  async #script(path: string, script: string | Uint8Array, { abortSignal }: FileOptions): Promise<ByteSink | null> {
    abortSignal?.throwIfAborted();
    const sink = new ByteSink();
    const command = Buffer.concat([Buffer.from(`set -- ${shellQuote(checked(path))}\n`), Buffer.from(script as Uint8Array)]);
    const result = await this.#runner.run(command, { cwd: "/", abortSignal }, sink);
    if (result.exitCode === missing) return null;
    this.#verify(path, result, abortSignal);
    return sink;
  }

  #verify(path: string, result: RunResult, abortSignal: AbortSignal | undefined): void {
    abortSignal?.throwIfAborted();
    if (result.exitCode === 0) return;
    const said = result.stderr.trim().replace(/^bash: line \d+: /, "");
    throw new SandboxFileError({
      message: `A file operation in the sandbox failed: ${said === "" ? `status ${result.exitCode} for ${path}` : said}.`,
      remedy: "Look at the permissions of the path, whether it is a folder, and at the free space.",
      path,
    });
  }
}

function checked(path: string): string {
  if (path.startsWith("/") && !path.includes("\0")) return path;
  throw new InputError({ message: `A path in a sandbox has to be absolute, got ${JSON.stringify(path)}.` });
}

/** Blocks: a line with a count, as many lines of mode and size, as many names that end in a zero byte. */
function parseListing(bytes: Buffer): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  let at = 0;
  const upTo = (end: number): string => {
    const stop = bytes.indexOf(end, at);
    const text = bytes.toString("utf8", at, stop < 0 ? bytes.length : stop);
    at = stop < 0 ? bytes.length : stop + 1;
    return text;
  };
  while (at < bytes.length) {
    const stats = Array.from({ length: Number(upTo(10)) }, () => parseStat(upTo(10)));
    for (const stat of stats) entries.push({ name: upTo(0), ...stat });
  }
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
