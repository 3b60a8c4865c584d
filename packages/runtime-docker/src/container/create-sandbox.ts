import { type CreateSandboxOptions, EngineError, ImageNotFoundError, type Ownership } from "@swe/core";
import { randomBytes } from "node:crypto";
import type { Engine } from "../engine/engine.ts";
import { containerSpec } from "./container-spec.ts";
import { ownerLabels } from "./labels.ts";
import type { ResolvedLimits } from "./limits.ts";
import { noBashError } from "./no-bash-error.ts";
import type { OwnerIdentity } from "./owner-identity.ts";

export interface NewContainerContext {
  readonly engine: Engine;
  readonly identity: OwnerIdentity;
  readonly owner: Ownership;
  readonly limits: ResolvedLimits;
  readonly workdir: string;
  readonly nowMs: number;
  readonly readOnlyRoot: boolean;
  readonly tmpfs: readonly string[];
}

export interface NewContainer {
  readonly id: string;
  readonly imageId: string;
}

/** Creates a container and starts it, then lets `ready` make it usable; whatever fails, and on abort, nothing is left behind. */
export async function createContainer<T>(
  options: CreateSandboxOptions,
  context: NewContainerContext,
  ready: (container: NewContainer) => Promise<T>,
): Promise<T> {
  const { engine, limits, workdir, owner, identity, nowMs, readOnlyRoot, tmpfs } = context;
  const { abortSignal, network = "none", env = {} } = options;
  abortSignal?.throwIfAborted();
  const image = await engine.inspectImage(options.image, { abortSignal });
  if (image === null) {
    throw new ImageNotFoundError({
      message: `The engine has no image ${options.image}.`,
      remedy: "Build, pull or load it first.",
      image: options.image,
    });
  }
  const labels = ownerLabels(owner, identity, nowMs + limits.lifetimeMs);
  const name = containerName(owner);
  const spec = containerSpec({ image: image.id, workdir, limits, network, env, labels, readOnlyRoot, tmpfs });
  try {
    // Not aborted in mid-call: the engine would go on with it, and make the container after it was looked for to be removed.
    const id = await engine.createContainer(name, spec);
    abortSignal?.throwIfAborted();
    await engine.startContainer(id);
    abortSignal?.throwIfAborted();
    const sandbox = await ready({ id, imageId: image.id });
    abortSignal?.throwIfAborted();
    return sandbox;
  } catch (error) {
    // By name: a call that broke may have made it without telling its id.
    await engine.removeContainer(name).catch(() => undefined);
    throw explained(error, network);
  }
}

/** Readable in `docker ps`, unique by its end. */
function containerName(owner: Ownership): string {
  const parts = ["swe", owner.runId, owner.instanceId ?? "", owner.attempt === undefined ? "" : `a${owner.attempt}`];
  const readable = parts
    .filter((part) => part !== "")
    .join("-")
    .replaceAll(/[^A-Za-z0-9_.-]/g, "_");
  return `${readable.slice(0, 100)}-${randomBytes(6).toString("hex")}`;
}

function explained(error: unknown, network: string): unknown {
  if (!(error instanceof EngineError)) return error;
  if (/network .* not found/i.test(error.message)) {
    return new EngineError({
      message: `The engine has no network ${network}.`,
      remedy: "Create it first, or use none or bridge.",
      cause: error,
      statusCode: error.statusCode,
    });
  }
  // What every engine says of a main process that its image does not have.
  if (/"bash": executable file not found|exec bash failed|bash: no such file or directory/i.test(error.message)) return noBashError(error);
  return error;
}
