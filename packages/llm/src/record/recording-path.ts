import { join } from "node:path";
import type { CallContext } from "@swe/core";
import { safeFileName } from "./safe-file-name.ts";

/** `FOLDER/<instance_id>/attempt_<n>.jsonl`; calls that belong to no instance share `FOLDER/_/attempt_0.jsonl`. */
export function recordingPath(directory: string, context: CallContext | undefined): string {
  const { instanceId, attempt = 0 } = context ?? {};
  return join(directory, instanceId === undefined ? "_" : safeFileName(instanceId), `attempt_${attempt}.jsonl`);
}
