import { describe, expect, it } from "vitest";
import { sampleExperiment, sampleTask } from "../../test/sample-experiment.ts";
import { createHostProvider } from "../../test/host-provider.ts";
import { createScriptedModel } from "@swe/testing";
import type { AttemptSettings } from "./attempt-settings.ts";
import { agentTimeMs, planRuns } from "./plan-runs.ts";

const { settings } = sampleExperiment({
  folder: "",
  provider: createHostProvider({ template: "" }),
  model: createScriptedModel([]),
  tasks: [sampleTask({ id: "a" })],
});
const plan = (changes: Partial<AttemptSettings>) =>
  planRuns({ ...settings, ...changes }).map(({ limits, temperature, fresh }) => [
    limits.maxSteps,
    limits.maxStepsAbsolute,
    temperature,
    fresh,
  ]);

describe("the runs of an attempt", () => {
  it("is one, as asked", () => {
    expect(plan({ temperature: 0.7 })).toEqual([[40, 50, 0.7, true]]);
  });

  it("warms up over the iterations, whatever temperature was asked for", () => {
    expect(plan({ maxIterations: 4, temperature: 0.7 }).map(([, , temperature, fresh]) => [temperature, fresh])).toEqual([
      [0, true],
      [0.1, true],
      [0.2, true],
      [0.2, true],
    ]);
  });

  it("splits the steps among restarts in one container", () => {
    expect(plan({ numRestarts: 3, limits: { maxSteps: 10, maxStepsAbsolute: 2 } })).toEqual([
      [3, 1, 0, true],
      [3, 1, 0, false],
      [3, 1, 0, false],
    ]);
  });

  it("is refused where both are asked for", () => {
    expect(() => plan({ maxIterations: 2, numRestarts: 2 })).toThrow("exclude each other");
  });

  it("takes a bounded time even without limits", () => {
    expect(agentTimeMs({ ...settings, limits: { totalTimeoutMs: 1000 }, maxIterations: 3 })).toBe(3000);
    expect(Number.isFinite(agentTimeMs({ ...settings, limits: { totalTimeoutMs: Infinity } }))).toBe(true);
  });
});
