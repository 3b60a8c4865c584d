import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecOptions, RunEnd, RunResult, SandboxHandle } from "@swe/core";

/** A folder of this machine as a sandbox, so that scripts can be tried against the real git without an engine. Isolates nothing. */
export async function createHostSandbox(template?: string): Promise<SandboxHandle> {
  const root = await mkdtemp(join(tmpdir(), "swe-eval-"));
  const workdir = join(root, "testbed");
  if (template === undefined) await mkdir(workdir);
  else await cp(template, workdir, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const exec = (argv: readonly string[], options: ExecOptions = {}) =>
    execute(
      // The machine's own system folders are left alone.
      argv.map((argument) => (argument === "/var/lib" ? root : argument)),
      { HOME: root, ...options.env },
      { ...options, cwd: options.cwd === undefined || options.cwd === "/testbed" ? workdir : options.cwd },
    );
  const stop = () => rm(root, { recursive: true, force: true });
  const unsupported = () => Promise.reject(new Error("not part of this sandbox"));
  return {
    id: root,
    imageId: "sha256:host",
    workdir,
    exec,
    run: (command, options) => exec(["bash", "-c", command], { stdin: "", ...options }),
    readFile: (path) => readFile(path).catch(() => null),
    writeFile: async (path, content) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    },
    remove: (path) => rm(path, { recursive: true, force: true }),
    stat: unsupported,
    list: unsupported,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function execute(argv: readonly string[], env: Record<string, string>, options: ExecOptions): Promise<RunResult> {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, { cwd: options.cwd ?? "/", env: { PATH: process.env["PATH"], ...env }, detached: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  let endedBy: RunEnd = "exit";
  const kill = (): void => {
    endedBy = "abort";
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  options.abortSignal?.addEventListener("abort", kill, { once: true });
  const status = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  options.abortSignal?.removeEventListener("abort", kill);
  const bytes = { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), output: Buffer.concat([...stdout, ...stderr]) };
  return {
    exitCode: endedBy === "exit" ? status : null,
    stdout: bytes.stdout.toString(),
    stderr: bytes.stderr.toString(),
    output: bytes.output.toString(),
    bytes,
    endedBy,
    timedOut: false,
    truncated: false,
    outputBytes: bytes.output.length,
    durationMs: 0,
    oomKilled: false,
    sandboxRestarted: false,
  };
}
