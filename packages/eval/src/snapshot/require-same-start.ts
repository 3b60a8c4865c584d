import type { Snapshot } from "./create-snapshot.ts";
import { SnapshotError } from "./snapshot-error.ts";

/** Throws when a fresh container does not hold the tree that the agent's container held at its start: the patch would be wrong. */
export function requireSameStart(taken: Snapshot, expected: Snapshot): void {
  if (taken.treeId === expected.treeId) return;
  throw new SnapshotError({
    message: "A fresh container of the image holds another tree than the agent's container did at its start.",
    remedy: "The image changes files when it starts; make it start the same each time.",
    details: `${expected.treeId} became ${taken.treeId}`,
  });
}
