import type { Ownership } from "@swe/core";
import type { OwnerIdentity } from "./owner-identity.ts";

/** On everything the runtime creates; what lacks it is never touched. */
export const ownedLabel = "swe.owned";

const names = {
  run: "swe.run",
  instance: "swe.instance",
  attempt: "swe.attempt",
  pid: "swe.owner.pid",
  startTime: "swe.owner.start",
  bootId: "swe.owner.boot",
  pidNamespace: "swe.owner.pidns",
  host: "swe.owner.host",
  deadline: "swe.deadline",
  temporaryTag: "swe.temporary-tag",
} as const;

export interface ResourceOwner {
  readonly runId: string | undefined;
  readonly identity: OwnerIdentity;
  /** Milliseconds since the epoch; undefined for what has none (images). */
  readonly deadlineMs: number | undefined;
  /** Tag of an image that is of no use without its owner. */
  readonly temporaryTag: string | undefined;
}

export function ownerLabels(owner: Ownership, identity: OwnerIdentity, deadlineMs: number | undefined): Record<string, string> {
  return {
    [ownedLabel]: "1",
    [names.run]: owner.runId,
    ...(owner.instanceId === undefined ? {} : { [names.instance]: owner.instanceId }),
    ...(owner.attempt === undefined ? {} : { [names.attempt]: String(owner.attempt) }),
    [names.pid]: String(identity.pid),
    [names.startTime]: identity.startTime,
    [names.bootId]: identity.bootId,
    [names.pidNamespace]: identity.pidNamespace,
    [names.host]: identity.host,
    ...(deadlineMs === undefined ? {} : { [names.deadline]: String(Math.round(deadlineMs)) }),
  };
}

/** The same as one label: the classic builder makes a layer and runs a container for every label of an image. */
export function packedOwnerLabel(owner: Ownership, identity: OwnerIdentity, temporaryTag?: string): Record<string, string> {
  const labels = {
    ...ownerLabels(owner, identity, undefined),
    ...(temporaryTag === undefined ? {} : { [names.temporaryTag]: temporaryTag }),
  };
  return { [ownedLabel]: JSON.stringify(labels) };
}

export function readOwnerLabels(resourceLabels: Readonly<Record<string, string>>): ResourceOwner {
  const labels = unpacked(resourceLabels);
  const deadline = Number(labels[names.deadline]);
  return {
    runId: labels[names.run],
    identity: {
      pid: Number(labels[names.pid] ?? Number.NaN),
      startTime: labels[names.startTime] ?? "",
      bootId: labels[names.bootId] ?? "",
      pidNamespace: labels[names.pidNamespace] ?? "",
      host: labels[names.host] ?? "",
    },
    deadlineMs: Number.isFinite(deadline) ? deadline : undefined,
    temporaryTag: labels[names.temporaryTag],
  };
}

function unpacked(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const packed = labels[ownedLabel];
  if (packed === undefined || !packed.startsWith("{")) return labels;
  try {
    return JSON.parse(packed) as Readonly<Record<string, string>>;
  } catch {
    return labels; // Written by somebody else: belongs to nobody we know.
  }
}
