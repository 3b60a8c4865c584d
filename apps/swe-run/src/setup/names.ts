import { randomBytes } from "node:crypto";

/** Name of an experiment that the user gave none: sorts by time. */
export function timeStampName(now: number): string {
  return new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, "")
    .replaceAll(":", "-");
}

/** Names one driver's containers. */
export function createRunId(expName: string): string {
  return `${expName}-${randomBytes(4).toString("hex")}`;
}
