import { systemClock } from "@swe/core";
import { expect, it } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { ContainerLife } from "./container-life.ts";

function lifeOf(ranOutOfMemory: boolean, lifetimeMs = 60_000): ContainerLife {
  return new ContainerLife({
    engine: { inspectContainer: () => Promise.resolve(null) } as unknown as Engine,
    clock: systemClock,
    id: "c".repeat(64),
    owner: { runId: "r" },
    lifetimeMs,
    ranOutOfMemory: () => Promise.resolve(ranOutOfMemory),
    onEvent: () => undefined,
    onGone: () => undefined,
    onRestarted: () => Promise.resolve(),
  });
}

it.each([
  ["its time is over", lifeOf(true, 1000), "lifetime of 1 s"],
  ["it ran out of memory", lifeOf(true), "ran out of memory"],
  ["somebody removed it", lifeOf(false), "was removed"],
])("says why a container is gone: %s", async (_name, life, reason) => {
  const lost = await life.check();
  expect(lost).toMatchObject({ code: "sandbox_lost", sandboxUsable: false, message: expect.stringContaining(reason) as string });
  await expect(life.usable()).rejects.toBe(lost);
});
