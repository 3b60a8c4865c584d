import { describeProcessContract, describeSandboxContract, ensureBaseImage } from "@swe/testing";
import { afterAll } from "vitest";
import { createDockerProvider } from "./index.ts";

const provider = createDockerProvider({
  owner: { runId: `contract-${process.pid}` },
  limits: { lifetimeMs: 300_000, memoryBytes: 512 * 1024 ** 2 },
});
afterAll(() => provider[Symbol.asyncDispose]());

describeSandboxContract("Docker", async () => provider.create({ image: await ensureBaseImage(), workdir: "/testbed space" }));

describeProcessContract("Docker", async (limits) => provider.create({ image: await ensureBaseImage(), workdir: "/testbed", limits }));
