import type { SweepOptions, SweepReport } from "@swe/core";
import { ownedLabel, readOwnerLabels } from "../container/labels.ts";
import { isOwnerAlive, type OwnerIdentity } from "../container/owner-identity.ts";
import type { Engine, EngineImageSummary, EngineResource } from "../engine/engine.ts";

/** Time after a deadline before somebody else's resource is taken for abandoned: clocks of hosts differ. */
const graceMs = 60_000;

export interface SweepContext {
  readonly engine: Engine;
  readonly self: OwnerIdentity;
  readonly nowMs: number;
}

/**
 * Removes what dead drivers left. What cannot be known to be dead (another host, another boot) stays until its deadline is past.
 * Rejects with the first failure once all else is gone.
 */
export async function sweep(options: SweepOptions, { engine, self, nowMs }: SweepContext): Promise<SweepReport> {
  const { abortSignal, runId, images = true } = options;
  const isAbandoned = (labels: Readonly<Record<string, string>>): boolean => isSweepable(labels, self, nowMs, runId);
  const label = ownedLabel;
  const failures: unknown[] = [];
  /** Yields how many went. One that cannot be removed does not keep the others. */
  async function removeAll<T extends Omit<EngineResource, "id">>(
    found: readonly T[],
    remove: (resource: T) => Promise<boolean>,
  ): Promise<number> {
    const abandoned = found.filter(({ labels }) => isAbandoned(labels));
    const results = await Promise.allSettled(abandoned.map(remove));
    failures.push(...results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : [])));
    return results.filter((result) => result.status === "fulfilled" && result.value).length;
  }

  const find = { label, abortSignal };
  const removeContainer = ({ id }: EngineResource): Promise<boolean> => engine.removeContainer(id, { abortSignal }).then(() => true);
  const removeImage = async (image: EngineImageSummary): Promise<boolean> => {
    const name = uselessName(image);
    return name !== undefined && engine.removeImage(name, { abortSignal });
  };
  const report = {
    containers: await removeAll(await engine.listContainers(find), removeContainer),
    networks: await removeAll(await engine.listNetworks(find), ({ id }) => engine.removeNetwork(id)),
    volumes: await removeAll(await engine.listVolumes(find), ({ id }) => engine.removeVolume(id)),
    images: images ? await removeAll(await engine.listImages(find), removeImage) : 0,
  };
  abortSignal?.throwIfAborted();
  if (failures.length > 0) throw failures[0];
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
