import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

/** An engine of its own with little disk, made for breaking; the machine's is left alone. Needs root and `dockerd`. */
export interface PrivateEngine {
  readonly socketPath: string;
  /** Folder of its data: a tmpfs of the size asked for. */
  readonly dataFolder: string;
  readonly docker: (...args: string[]) => Promise<string>;
  /** Makes an image of bash and a few tools out of the machine's own base image. */
  importSmallImage(from: string, tag: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

const stopTimeoutMs = 30_000;

export function canRunPrivateEngine(): boolean {
  try {
    execFileSync("dockerd", ["--version"], { stdio: "ignore", timeout: 20_000 });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

export async function startPrivateEngine(megabytes: number): Promise<PrivateEngine> {
  const folder = mkdtempSync(join(tmpdir(), "private-engine-"));
  const dataFolder = join(folder, "data");
  const socketPath = join(folder, "docker.sock");
  execFileSync("mkdir", [dataFolder]);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", dataFolder]);
  let daemon: ChildProcess | undefined;
  const docker = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)("docker", ["-H", `unix://${socketPath}`, ...args], { timeout: 60_000 })).stdout.trim();

  const stop = async (): Promise<void> => {
    if (daemon === undefined) return;
    const ending = daemon;
    daemon = undefined;
    if (ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, "exit");
    ending.kill("SIGTERM");
    const impatience = setTimeout(() => ending.kill("SIGKILL"), stopTimeoutMs);
    await ended;
    clearTimeout(impatience);
  };
  const start = async (): Promise<void> => {
    const folders = ["--data-root", dataFolder, "--exec-root", join(folder, "exec"), "--pidfile", join(folder, "pid")];
    // In a network of its own: whatever it is told, a second engine lays hands on the bridge and the packet filter of the first.
    const alone = ["--net", "dockerd", "--iptables=false", "--ip-masq=false"];
    const rest = ["--storage-driver=vfs", "--shutdown-timeout=2", "-H", `unix://${socketPath}`];
    daemon = spawn("unshare", [...alone, ...folders, ...rest], { stdio: "ignore" });
    for (let wait = 0; wait < 300 && daemon.exitCode === null; wait += 1) {
      if (await answers(socketPath)) return;
      await delay(100);
    }
    throw new Error("the private engine does not start");
  };
  await start();
  return {
    socketPath,
    dataFolder,
    docker,
    start,
    stop,
    importSmallImage: async (from, tag) => {
      const files =
        "bin/bash bin/sh bin/cat bin/rm bin/mkdir bin/chmod bin/sleep usr/bin/stat usr/bin/head lib/x86_64-linux-gnu/lib{c,m,tinfo,selinux,pcre2-8,acl,attr}.so* lib64 etc/passwd";
      const pack = `cd / && tar -chf - --ignore-failed-read ${files} 2>/dev/null || true`;
      execFileSync(
        "bash",
        [
          "-o",
          "pipefail",
          "-c",
          `docker run --rm --network none ${from} bash -c '${pack}' | docker -H unix://${socketPath} import - ${tag}`,
        ],
        { stdio: "ignore", timeout: 120_000 },
      );
    },
    dispose: async () => {
      await stop();
      execFileSync("umount", ["-l", dataFolder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
