import type { ContainerSpec } from "../engine/engine.ts";
import type { ResolvedLimits } from "./limits.ts";
import { wardenCommand } from "./warden-script.ts";

/**
 * All that a build-and-test workload needs: changing owner and mode of files (package managers, archives), becoming another
 * user (test suites that refuse to run as root), and ending that user's processes. No raw network, devices, mounts, tracing or chroot.
 */
const keptCapabilities: readonly string[] = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID"];

const shmBytes = 256 * 1024 * 1024;
// Enough for any build, small enough for programs that close every possible descriptor, and within what any engine may grant.
const openFiles = 16_384;

export interface ContainerSpecOptions {
  readonly image: string;
  readonly workdir: string;
  readonly limits: ResolvedLimits;
  readonly network: string;
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Nothing outside tmpfs mounts can be written. */
  readonly readOnlyRoot: boolean;
  readonly tmpfs: readonly string[];
}

/** The engine's create request of an isolated sandbox. */
export function containerSpec(options: ContainerSpecOptions): ContainerSpec {
  const { image, limits, network, env, labels, readOnlyRoot, tmpfs } = options;
  return {
    Image: image,
    // The image's own entry point would run as the sandbox's main process: replaced by the warden, which ends at the deadline.
    Entrypoint: wardenCommand(limits.lifetimeMs),
    Cmd: [],
    WorkingDir: options.workdir,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: labels,
    OpenStdin: true,
    StdinOnce: false,
    Tty: false,
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      // The warden is PID 1 itself: it takes in orphans as any init does, and nothing inside the container can kill PID 1, not even `kill -9 -1`.
      Init: false,
      AutoRemove: true,
      NetworkMode: network,
      CapDrop: ["ALL"],
      CapAdd: keptCapabilities,
      SecurityOpt: ["no-new-privileges:true"],
      Memory: limits.memoryBytes,
      // The same as Memory: no swap on top.
      MemorySwap: limits.memoryBytes,
      NanoCpus: Math.round(limits.cpus * 1e9),
      PidsLimit: limits.pids,
      IpcMode: "private",
      ShmSize: shmBytes,
      LogConfig: { Type: "none" },
      ReadonlyRootfs: readOnlyRoot,
      Tmpfs: Object.fromEntries(tmpfs.map((path) => [path, "exec,mode=1777"])),
      Ulimits: [
        { Name: "nofile", Soft: openFiles, Hard: openFiles },
        { Name: "core", Soft: 0, Hard: -1 },
      ],
    },
  };
}
