import type { CreateSandboxOptions, SandboxHandle, SandboxProvider } from "@swe/core";
import { ensureBaseImage } from "@swe/testing";
import { afterAll } from "vitest";
import { createDockerProvider, type DockerProviderOptions, type RuntimeEvent } from "../../src/index.ts";

export interface TortureProvider {
  readonly provider: SandboxProvider;
  readonly events: RuntimeEvent[];
  /** A sandbox of the base image, small by default. */
  readonly create: (options?: Partial<CreateSandboxOptions>) => Promise<SandboxHandle>;
}

/** A provider for one test file whose sandboxes are gone when the file is done. */
export function tortureProvider(options: Partial<DockerProviderOptions> = {}): TortureProvider {
  const events: RuntimeEvent[] = [];
  const provider = createDockerProvider({
    owner: { runId: `torture-${process.pid}` },
    limits: { lifetimeMs: 240_000, memoryBytes: 512 * 1024 ** 2, pids: 256 },
    onEvent: (event) => events.push(event),
    ...options,
  });
  afterAll(() => provider[Symbol.asyncDispose]());
  const create = async (request: Partial<CreateSandboxOptions> = {}): Promise<SandboxHandle> =>
    provider.create({ image: await ensureBaseImage(), workdir: "/testbed", ...request });
  return { provider, events, create };
}
