/** How a command ended. `exit` = by itself, whatever its code. */
export type RunEnd = "exit" | "timeout" | "idle_timeout" | "abort";

/** Options of {@link Sandbox.run}. */
export interface RunOptions {
  /** Absolute working directory. @default the sandbox's workdir */
  readonly cwd?: string | undefined;
  /** Added to the login environment of this command alone. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Fed to the command, then closed. Closed at once (end of file) when absent. */
  readonly stdin?: string | Uint8Array | undefined;
  /** Wall-clock limit in milliseconds, counted from the start of the command. @default none */
  readonly timeoutMs?: number | undefined;
  /** Ends the command when it has printed nothing for this long. @default none */
  readonly idleTimeoutMs?: number | undefined;
  /** Kept bytes of each stream and of the interleaved view: half from the start, half from the end. @default 1 MiB */
  readonly maxOutputBytes?: number | undefined;
  /** Kills the whole process tree; the result then has `endedBy: "abort"` and the output so far. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** The same output as exact bytes (bounded like the text). */
export interface OutputBytes {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** stdout and stderr in the order in which they arrived. */
  readonly output: Uint8Array;
}

/** What a command did. A non-zero exit code is data, not an error. */
export interface RunResult {
  /** Exit status 0-255 (128+N for a death by signal N), or null when the command did not end by itself. */
  readonly exitCode: number | null;
  /** UTF-8 text; invalid bytes are replaced, a dropped middle is marked by one line that names the number of bytes. */
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they arrived. */
  readonly output: string;
  readonly bytes: OutputBytes;
  readonly endedBy: RunEnd;
  /** `endedBy` is `timeout` or `idle_timeout`. */
  readonly timedOut: boolean;
  /** Something was dropped from the middle of a stream. */
  readonly truncated: boolean;
  /** Exact number of bytes that the command wrote to both streams, kept or not. */
  readonly outputBytes: number;
  readonly durationMs: number;
  /** A process of this command was killed because the sandbox ran out of memory. */
  readonly oomKilled: boolean;
  /** The container had to be restarted to get rid of the command: files are kept, all other processes are gone. */
  readonly sandboxRestarted: boolean;
}

/** What `stat` and `list` tell of a path. A symlink is reported as itself, not followed. */
export interface FileStat {
  readonly type: "file" | "directory" | "symlink" | "other";
  /** Bytes. */
  readonly size: number;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
}

export interface DirectoryEntry extends FileStat {
  /** Base name, without the folder. */
  readonly name: string;
}

export interface FileOptions {
  readonly abortSignal?: AbortSignal | undefined;
}

export interface WriteFileOptions extends FileOptions {
  /** Permission bits. @default those of the file that is replaced, else 0o644 */
  readonly mode?: number | undefined;
}

/**
 * What tools and agents get to see of a container: commands and files. Paths are absolute; symlinks are followed by
 * `readFile` and `writeFile`. Every method rejects with `SandboxLostError` when the container is gone.
 */
export interface Sandbox {
  /** Absolute folder that commands start in. */
  readonly workdir: string;
  /**
   * Runs `command` as a fresh `bash -lc` would: login environment, own process group, no state from the command before.
   * Several may run at once. On time-out or abort the whole process tree is dead before the promise settles.
   */
  run(command: string, options?: RunOptions): Promise<RunResult>;
  /** Exact bytes, or null when there is no such file. Folders, FIFOs and devices are refused, as is what no memory can hold. */
  readFile(path: string, options?: FileOptions): Promise<Uint8Array | null>;
  /**
   * Replaces or creates the file with exactly these bytes; missing parent folders are made. On abort or failure the old content is
   * still there, unless the path cannot be replaced in one step (several hard links, a mount point).
   */
  writeFile(path: string, content: string | Uint8Array, options?: WriteFileOptions): Promise<void>;
  /** Removes a file, symlink or whole folder; a missing one is fine. */
  remove(path: string, options?: FileOptions): Promise<void>;
  /** null when there is no such path. */
  stat(path: string, options?: FileOptions): Promise<FileStat | null>;
  /** Entries of a folder sorted by name, or null when it is not there. */
  list(path: string, options?: FileOptions): Promise<readonly DirectoryEntry[] | null>;
}

/** Options of {@link SandboxHandle.exec}. */
export interface ExecOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly user?: string | undefined;
  readonly stdin?: string | Uint8Array | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxOutputBytes?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** What the creator of a sandbox holds. Whoever created it stops it. */
export interface SandboxHandle extends Sandbox, AsyncDisposable {
  /** Engine's id of the container. */
  readonly id: string;
  /** Image the sandbox was created from, as an immutable id (sha256:...). */
  readonly imageId: string;
  /**
   * The plain way: one engine exec of `argv`, its status told by the engine, its input through a pipe. Nothing inside the
   * container is trusted, so graders use this. Slower than `run` (about 50 ms).
   */
  exec(argv: readonly string[], options?: ExecOptions): Promise<RunResult>;
  /** Kills every process and removes the container with its volumes. Idempotent. */
  stop(options?: { readonly abortSignal?: AbortSignal | undefined }): Promise<void>;
}
