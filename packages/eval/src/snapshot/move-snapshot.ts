import { randomBytes } from "node:crypto";
import type { SandboxHandle } from "@swe/core";
import { createSnapshot, type Snapshot } from "./create-snapshot.ts";
import { requireSameStart } from "./require-same-start.ts";
import { runScript } from "./run-script.ts";
import { SnapshotError } from "./snapshot-error.ts";
import { exportScript, importScript } from "./snapshot-scripts.ts";

export interface MoveSnapshotOptions {
  /** Fresh sandbox of the same image, prepared like the other one was. */
  readonly from: SandboxHandle;
  readonly to: SandboxHandle;
  readonly expected: Snapshot;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Takes the start's snapshot again in a fresh sandbox and carries it, objects and all, into one where it was lost. */
export async function moveSnapshot({ from, to, expected, abortSignal }: MoveSnapshotOptions): Promise<Snapshot> {
  const taken = await createSnapshot(from, { maxFileBytes: expected.maxFileBytes, abortSignal });
  requireSameStart(taken, expected);
  const packed = await runScript(from, exportScript, [taken.stateDir, from.workdir, taken.git, taken.treeId], { abortSignal });
  const pack = packed.exitCode === 0 ? await from.readFile(`${taken.stateDir}/pack`, { abortSignal }) : null;
  if (pack === null) throw new SnapshotError({ message: "The start's files could not be packed.", details: packed.stderr });
  const stateDir = `${parent(expected.stateDir)}/.swe-${randomBytes(6).toString("hex")}`;
  await to.writeFile(`${stateDir}/pack`, pack, { abortSignal });
  await to.writeFile(`${stateDir}/ignore`, Buffer.from(taken.ignoreRules, "latin1"), { abortSignal });
  const large = await from.readFile(`${taken.stateDir}/large`, { abortSignal });
  await to.writeFile(`${stateDir}/large`, large ?? "", { abortSignal });
  const imported = await runScript(to, importScript, [stateDir, to.workdir, taken.git, taken.treeId], { abortSignal });
  if (imported.exitCode !== 0) {
    throw new SnapshotError({ message: "The start's files could not be unpacked in the agent's container.", details: imported.stderr });
  }
  return { ...taken, stateDir };
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
