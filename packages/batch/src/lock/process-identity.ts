import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";

/** What tells a process from every other, also after a reboot or when its number is used again. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Identifier of the machine's current boot, where the system has one. */
  readonly bootId: string | undefined;
  /** Process numbers mean something only within their namespace (a container has its own). */
  readonly pidNamespace: string | undefined;
  /** When the process started, in the system's own units. */
  readonly startTime: string | undefined;
}

export async function readOwnIdentity(pid: number = process.pid): Promise<ProcessIdentity> {
  return {
    pid,
    host: hostname(),
    bootId: await orUndefined(readFile("/proc/sys/kernel/random/boot_id", "utf8").then((text) => text.trim())),
    pidNamespace: await orUndefined(readlink("/proc/self/ns/pid")),
    startTime: await readStartTime(pid),
  };
}

/**
 * `alive` or `dead`, or `unknown` when that cannot be seen from here: the process belongs to another host or another
 * process namespace.
 */
export async function probeProcess(other: ProcessIdentity, own: ProcessIdentity): Promise<"alive" | "dead" | "unknown"> {
  if (other.host !== own.host) return "unknown";
  // Same host, another boot: whatever it was, it is gone.
  if (other.bootId !== own.bootId) return "dead";
  if (other.pidNamespace !== own.pidNamespace) return "unknown";
  if (!isRunning(other.pid)) return "dead";
  return (await readStartTime(other.pid)) === other.startTime ? "alive" : "dead";
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Field 22 of the process's stat line; a zombie counts as gone. undefined where the system has no such file. */
async function readStartTime(pid: number): Promise<string | undefined> {
  const stat = await orUndefined(readFile(`/proc/${pid}/stat`, "utf8"));
  if (stat === undefined) return undefined;
  // The second field, the program's name in brackets, may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? "gone" : fields[19];
}

async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}
