import { randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, InputError, systemClock } from "@swe/core";
import { ensureFolder } from "../storage/ensure-folder.ts";
import { removeTemporaryFiles, temporaryPath } from "../storage/temporary-files.ts";
import { errorCodeOf, toStorageError } from "../storage/to-storage-error.ts";
import { type ProcessIdentity, probeProcess, readOwnIdentity } from "./process-identity.ts";

export interface RunLock {
  /** Safe to call twice. */
  release(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface AcquireRunLockOptions {
  readonly clock?: Clock | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  /** Who asks. @default this process */
  readonly identity?: ProcessIdentity | undefined;
}

const folderName = ".lock";
const tries = 5;

/**
 * Makes this process the only driver of an output folder, created when missing. Throws `InputError`, naming process and host,
 * while another one drives it. What a killed driver left behind is removed; a driver on another host counts as alive.
 * Temporary files of killed drivers, up to three folders deep, are removed too, except in folders with a lock of their own.
 *
 * Every driver puts down a file of its own and then looks for others, so no two can hold the lock whatever the timing, and
 * removing a dead driver's file cannot hit a living one's.
 */
export async function acquireRunLock(folder: string, options: AcquireRunLockOptions = {}): Promise<RunLock> {
  const { clock = systemClock, abortSignal } = options;
  abortSignal?.throwIfAborted();
  const own = options.identity ?? (await readOwnIdentity());
  const locks = join(folder, folderName);
  for (let left = tries - 1; ; left--) {
    const file = await putDown(folder, locks, own);
    const other = await findOther(locks, file, own);
    if (other === undefined) {
      await removeTemporaryFiles(folder, folderName);
      return createLock(locks, file);
    }
    await rm(file, { force: true });
    if (left === 0 || other.isUnknown) throw refusal(folder, other);
    // Two that start at the same moment both step back: different pauses let one of them through.
    await clock.sleep(10 + Math.random() * 60, abortSignal);
  }
}

async function putDown(folder: string, locks: string, own: ProcessIdentity): Promise<string> {
  const file = join(locks, `${own.pid}-${randomBytes(6).toString("hex")}.json`);
  for (let left = tries - 1; ; left--) {
    const draft = temporaryPath(join(folder, "lock"));
    try {
      await ensureFolder(folder);
      await ensureFolder(locks);
      await writeFile(draft, JSON.stringify(own), { flag: "wx" });
      // Renamed into place, so that nobody reads half of it.
      await rename(draft, file);
      return file;
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      // Another driver, ending or tidying up at this moment, has removed the folder or the draft.
      if (errorCodeOf(error) !== "ENOENT" || left === 0) throw toStorageError(error, "lock", folder);
    }
  }
}

interface Holder {
  readonly identity: ProcessIdentity;
  readonly file: string;
  readonly isUnknown: boolean;
}

async function findOther(locks: string, mine: string, own: ProcessIdentity): Promise<Holder | undefined> {
  for (const name of (await readdir(locks)).toSorted()) {
    const file = join(locks, name);
    if (file === mine) continue;
    const identity = parseIdentity(await readLockFile(file, locks));
    const state = identity === undefined ? "dead" : await probeProcess(identity, own);
    if (identity !== undefined && state !== "dead") return { identity, file, isUnknown: state === "unknown" };
    await rm(file, { force: true });
  }
  return undefined;
}

/** Empty when it is gone. One that cannot be read may be a living driver's, of another user say. */
async function readLockFile(file: string, locks: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (errorCodeOf(error) === "ENOENT") return "";
    throw toStorageError(error, "read the lock in", locks);
  }
}

function parseIdentity(text: string): ProcessIdentity | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("pid" in value) || !("host" in value)) return undefined;
  const { pid, host, bootId, pidNamespace, startTime } = value as Record<keyof ProcessIdentity, unknown>;
  if (typeof pid !== "number" || typeof host !== "string") return undefined;
  const optional = (field: unknown): string | undefined => (typeof field === "string" ? field : undefined);
  return { pid, host, bootId: optional(bootId), pidNamespace: optional(pidNamespace), startTime: optional(startTime) };
}

function refusal(folder: string, { identity, file, isUnknown }: Holder): InputError {
  const gone = isUnknown ? ` If that process is surely gone, remove ${file}.` : "";
  return new InputError({
    message: `The folder ${folder} is in use by process ${identity.pid} on host ${identity.host}.`,
    remedy: `Wait for it to end, stop it, or choose another output folder.${gone}`,
  });
}

function createLock(locks: string, file: string): RunLock {
  const release = async (): Promise<void> => {
    await rm(file, { force: true });
    await rmdir(locks).catch(() => undefined);
  };
  return { release, [Symbol.asyncDispose]: release };
}
