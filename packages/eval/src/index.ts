export { capturePatch } from "./snapshot/capture-patch.ts";
export type { CapturedPatch, CapturePatchOptions, LeftOut } from "./snapshot/capture-patch.ts";
export { createSnapshot } from "./snapshot/create-snapshot.ts";
export type { CreateSnapshotOptions, Snapshot } from "./snapshot/create-snapshot.ts";
export { SnapshotError } from "./snapshot/snapshot-error.ts";
