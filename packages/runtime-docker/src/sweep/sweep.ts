import type { SweepOptions, SweepReport } from "@swe/core";
import { ownedLabel, readOwnerLabels } from "../container/labels.ts";
import { isOwnerAlive, type OwnerIdentity } from "../container/owner-identity.ts";
import type { Engine, EngineImageSummary } from "../engine/engine.ts";

/** Time after a deadline before somebody else's resource is taken for abandoned: clocks of hosts differ. */
const graceMs = 60_000;

export interface SweepContext {
  readonly engine: Engine;
  readonly self: OwnerIdentity;
  readonly nowMs: number;
}

/** Removes what dead drivers left. What cannot be known to be dead (another host, another boot) stays until its deadline is past. */
export async function sweep(options: SweepOptions, { engine, self, nowMs }: SweepContext): Promise<SweepReport> {
  const { abortSignal, runId, images = true } = options;
  const isAbandoned = (labels: Readonly<Record<string, string>>): boolean => isSweepable(labels, self, nowMs, runId);
  const label = ownedLabel;
  const report = { containers: 0, images: 0, networks: 0, volumes: 0 };

  for (const container of await engine.listContainers({ label, abortSignal })) {
    if (!isAbandoned(container.labels)) continue;
    await engine.removeContainer(container.id, { abortSignal });
    report.containers += 1;
  }
  for (const network of await engine.listNetworks({ label, abortSignal })) {
    if (isAbandoned(network.labels) && (await engine.removeNetwork(network.id))) report.networks += 1;
  }
  for (const volume of await engine.listVolumes({ label, abortSignal })) {
    if (isAbandoned(volume.labels) && (await engine.removeVolume(volume.id))) report.volumes += 1;
  }
  if (images) {
    for (const image of await engine.listImages({ label, abortSignal })) {
      const name = isAbandoned(image.labels) ? uselessName(image) : undefined;
      if (name !== undefined && (await engine.removeImage(name, { abortSignal }))) report.images += 1;
    }
  }
  return report;
}

/**
 * What to remove of an image: all of it where it has no tag but a temporary one, or just that tag. By its id where that will do:
 * another driver may be giving the tag to an image of its own at this moment.
 */
export function uselessName({ id, labels, tags }: EngineImageSummary): string | undefined {
  const { temporaryTag } = readOwnerLabels(labels);
  const others = tags.filter((tag) => tag !== temporaryTag);
  if (others.length === 0) return id;
  return others.length < tags.length ? temporaryTag : undefined;
}

/** Whether a resource with these labels may go. */
export function isSweepable(labels: Readonly<Record<string, string>>, self: OwnerIdentity, nowMs: number, runId?: string): boolean {
  if (labels[ownedLabel] === undefined) return false;
  const owner = readOwnerLabels(labels);
  if (runId !== undefined && owner.runId === runId) return true;
  const isAlive = isOwnerAlive(owner.identity, self);
  if (isAlive !== undefined) return !isAlive;
  // Images have no deadline: one of another host may be in use there.
  return owner.deadlineMs !== undefined && owner.deadlineMs + graceMs < nowMs;
}
