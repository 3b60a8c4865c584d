import type { SandboxHandle } from "@swe/core";
import { prepareGit } from "@swe/grading";
import { createSnapshot, type Snapshot } from "../snapshot/create-snapshot.ts";
import type { AttemptServices } from "./attempt-services.ts";
import type { AttemptSettings } from "./attempt-settings.ts";
import type { AttemptTask } from "./attempt-task.ts";

/** A container for an agent, and the record of what it looked like at the start. */
export interface Workplace extends AsyncDisposable {
  readonly sandbox: SandboxHandle;
  readonly snapshot: Snapshot;
}

export interface OpenWorkplaceOptions {
  readonly task: AttemptTask;
  readonly attempt: number;
  readonly settings: AttemptSettings;
  readonly services: AttemptServices;
  /** How long the container may be needed, in milliseconds; it ends by itself some time later. */
  readonly lifetimeMs: number;
  readonly abortSignal: AbortSignal;
}

/** Starts a container and prepares it. Neither eval script nor patches of the entry ever get into it. */
export async function openWorkplace(options: OpenWorkplaceOptions): Promise<Workplace> {
  const { abortSignal } = options;
  const sandbox = await startSandbox(options);
  try {
    await prepareGit(sandbox, { abortSignal });
    const snapshot = await createSnapshot(sandbox, { abortSignal });
    return { sandbox, snapshot, [Symbol.asyncDispose]: () => sandbox.stop() };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

/** A container like the agent's at its start, for comparing. The caller stops it. */
export async function openPristine(options: OpenWorkplaceOptions): Promise<SandboxHandle> {
  const sandbox = await startSandbox(options);
  try {
    await prepareGit(sandbox, { abortSignal: options.abortSignal });
    return sandbox;
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

function startSandbox({ task, attempt, settings, services, lifetimeMs, abortSignal }: OpenWorkplaceOptions): Promise<SandboxHandle> {
  return services.provider.create({
    image: task.image.image,
    workdir: settings.workdir,
    network: settings.network ?? "none",
    limits: { ...settings.sandboxLimits, lifetimeMs: settings.sandboxLimits?.lifetimeMs ?? lifetimeMs },
    owner: { runId: services.runId, instanceId: task.entry.instance.instanceId, attempt },
    abortSignal,
  });
}
