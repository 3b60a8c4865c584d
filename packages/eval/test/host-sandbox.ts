import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecOptions, RunResult, SandboxHandle } from "@swe/core";

/** A folder of this machine as a sandbox, so that scripts can be tried against the real git without an engine. Isolates nothing. */
export async function createHostSandbox(): Promise<SandboxHandle> {
  const root = await mkdtemp(join(tmpdir(), "swe-eval-"));
  const workdir = join(root, "testbed");
  await mkdir(workdir);
  const exec = (argv: readonly string[], options: ExecOptions = {}) => execute(argv, { HOME: root, ...options.env }, options);
  const stop = () => rm(root, { recursive: true, force: true });
  const unsupported = () => Promise.reject(new Error("not part of this sandbox"));
  return {
    id: "host",
    imageId: "sha256:host",
    workdir,
    exec,
    run: (command, options) => exec(["bash", "-c", command], { cwd: workdir, stdin: "", ...options }),
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
  const child = spawn(file, args, { cwd: options.cwd ?? "/", env: { PATH: process.env["PATH"], ...env } });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  const exitCode = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  const bytes = { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), output: Buffer.concat([...stdout, ...stderr]) };
  return {
    exitCode,
    stdout: bytes.stdout.toString(),
    stderr: bytes.stderr.toString(),
    output: bytes.output.toString(),
    bytes,
    endedBy: "exit",
    timedOut: false,
    truncated: false,
    outputBytes: bytes.output.length,
    durationMs: 0,
    oomKilled: false,
    sandboxRestarted: false,
  };
}
