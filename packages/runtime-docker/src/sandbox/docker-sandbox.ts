import {
  type Clock,
  type DirectoryEntry,
  type ExecOptions,
  type FileOptions,
  type FileStat,
  type RunOptions,
  type RunResult,
  SandboxFileError,
  type SandboxHandle,
  type WriteFileOptions,
} from "@swe/core";
import type { Engine } from "../engine/engine.ts";
import { engineExec, execMarkerName } from "../exec/engine-exec.ts";

export interface DockerSandboxSettings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly id: string;
  readonly imageId: string;
  readonly workdir: string;
}

export class DockerSandbox implements SandboxHandle {
  readonly id: string;
  readonly imageId: string;
  readonly workdir: string;
  readonly #engine: Engine;
  readonly #clock: Clock;

  constructor({ engine, clock, id, imageId, workdir }: DockerSandboxSettings) {
    this.id = id;
    this.imageId = imageId;
    this.workdir = workdir;
    this.#engine = engine;
    this.#clock = clock;
  }

  run(command: string, options: RunOptions = {}): Promise<RunResult> {
    return this.exec(["bash", "-lc", command], options);
  }

  exec(argv: readonly string[], options: ExecOptions = {}): Promise<RunResult> {
    return engineExec(
      argv,
      { cwd: this.workdir, ...options },
      { engine: this.#engine, containerId: this.id, clock: this.#clock, kill: (marker) => this.#kill(marker) },
    );
  }

  async #kill(marker: string): Promise<{ readonly restarted: boolean }> {
    const script = `for p in /proc/[0-9]*; do if tr '\\0' '\\n' <"$p/environ" 2>/dev/null | grep -qx '${execMarkerName}=${marker}'; then kill -9 "\${p#/proc/}"; fi; done`;
    await engineExec(
      ["bash", "-c", script],
      { cwd: "/" },
      { engine: this.#engine, containerId: this.id, clock: this.#clock, kill: () => Promise.resolve({ restarted: false }) },
    );
    return { restarted: false };
  }

  async #file(path: string, script: string, options: ExecOptions): Promise<RunResult | null> {
    const result = await this.exec(["bash", "-c", script, "file", path], { cwd: "/", ...options });
    options.abortSignal?.throwIfAborted();
    if (result.exitCode === 44) return null;
    if (result.exitCode !== 0) throw new SandboxFileError({ message: `${path}: ${result.stderr.trim()}.`, path });
    return result;
  }

  async readFile(path: string, options: FileOptions = {}): Promise<Uint8Array | null> {
    const result = await this.#file(path, '[[ -e $1 ]] || exit 44; cat -- "$1"', { ...options, maxOutputBytes: 2 ** 31 });
    return result === null ? null : result.bytes.stdout;
  }

  async writeFile(path: string, content: string | Uint8Array, options: WriteFileOptions = {}): Promise<void> {
    const chmod = options.mode === undefined ? "" : ` && chmod ${options.mode.toString(8)} -- "$1"`;
    await this.#file(path, `d=\${1%/*}; [[ -d $d/ ]] || mkdir -p -- "$d" && cat >"$1"${chmod}`, {
      abortSignal: options.abortSignal,
      stdin: content,
    });
  }

  async remove(path: string, options: FileOptions = {}): Promise<void> {
    await this.#file(path, 'rm -rf -- "$1"', options);
  }

  async stat(path: string, options: FileOptions = {}): Promise<FileStat | null> {
    const result = await this.#file(path, `[[ -e $1 || -L $1 ]] || exit 44; stat -c '%f %s' -- "$1"`, options);
    return result === null ? null : parseStat(result.stdout.trim());
  }

  async list(path: string, options: FileOptions = {}): Promise<readonly DirectoryEntry[] | null> {
    const script = `[[ -d $1 ]] || exit 44; cd -- "$1" && shopt -s nullglob dotglob && for f in *; do printf '%s/%s\\0' "$(stat -c '%f %s' -- "$f")" "$f"; done`;
    const result = await this.#file(path, script, { ...options, maxOutputBytes: 2 ** 28 });
    if (result === null) return null;
    const entries = result.stdout.split("\0").filter((line) => line !== "");
    return entries
      .map((line) => ({ name: line.slice(line.indexOf("/") + 1), ...parseStat(line.slice(0, line.indexOf("/"))) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async stop(options: FileOptions = {}): Promise<void> {
    await this.#engine.removeContainer(this.id, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function parseStat(line: string): FileStat {
  const [mode = "0", size = "0"] = line.split(" ");
  const bits = Number.parseInt(mode, 16);
  const types: Readonly<Record<number, FileStat["type"]>> = { 0o10: "file", 0o04: "directory", 0o12: "symlink" };
  return { type: types[bits >> 12] ?? "other", size: Number(size), mode: bits & 0o7777 };
}
