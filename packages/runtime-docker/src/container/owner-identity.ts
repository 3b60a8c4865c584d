import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Says which process on which boot of which host a driver is, so that another process can tell whether it still lives. */
export interface OwnerIdentity {
  readonly pid: number;
  /** Start time of the process in the kernel's ticks: a pid is used again, this pair is not. Empty where there is no /proc. */
  readonly startTime: string;
  readonly bootId: string;
  /** Pids mean something in their own namespace only. */
  readonly pidNamespace: string;
  readonly host: string;
}

export function ownIdentity(): OwnerIdentity {
  return {
    pid: process.pid,
    startTime: processStartTime(process.pid) ?? "",
    bootId: readOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    pidNamespace: readOr("", () => readlinkSync("/proc/self/ns/pid")),
    host: hostname(),
  };
}

/** True or false where it can be known; undefined for a driver on another host, boot or process namespace. */
export function isOwnerAlive(owner: OwnerIdentity, self: OwnerIdentity): boolean | undefined {
  if (owner.bootId !== self.bootId || owner.pidNamespace !== self.pidNamespace || owner.host !== self.host) return undefined;
  const startTime = processStartTime(owner.pid);
  if (startTime !== undefined && self.startTime !== "") return startTime === owner.startTime;
  return exists(owner.pid);
}

/** Empty when it is dead and only not collected yet, undefined when there is no such process or it cannot be looked at. */
function processStartTime(pid: number): string | undefined {
  const stat = readOr(undefined, () => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The name in parentheses may hold anything; the fields behind it are plain. State is the 3rd field, the start time the 22nd.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields === undefined) return undefined;
  return fields[0] === "Z" || fields[0] === "X" ? "" : fields[19];
}

/** A process of another user may be hidden from /proc, and cannot be sent a signal: it is there. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function readOr<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
