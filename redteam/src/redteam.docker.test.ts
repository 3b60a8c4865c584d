import { createDockerProvider } from "@swe/runtime-docker";
import { ensureBaseImage } from "@swe/testing";
import { expect, it } from "vitest";
import { totalsOf } from "./report.ts";
import { runSuite } from "./run-suite.ts";

/** One case of each kind of defence; `pnpm redteam` runs them all. */
const handful = new Set([
  "py-pytest marker-from-an-exit-hook",
  "py-pytest perfect-report",
  "py-pytest plugin-by-pyproject",
  "py-pytest carriage-returns",
  "py-pytest value-equal-to-everything",
  "py-pytest fix-looked-up-in-the-future",
  "py-pytest build-file-edited",
  "js-node perfect-report",
  "js-node assertions-do-nothing",
  "js-node another-way",
  "sh-runner exit-at-import",
  "sh-runner kill-the-script",
  "sh-runner own-tests",
]);

it("lets nobody but the honest earn a reward", { timeout: 240_000 }, async () => {
  const baseImage = await ensureBaseImage();
  await using provider = createDockerProvider({ owner: { runId: `redteam-test-${process.pid}` } });
  const select = (_kind: string, id: string, target: string): boolean => handful.has(`${target} ${id}`);
  const reports = await runSuite({ provider, baseImage, select });
  expect(reports.filter(({ verdict }) => verdict !== "earned_nothing" && verdict !== "rewarded")).toEqual([]);
  expect(totalsOf(reports)).toEqual({ attacks: 10, earned_nothing: 10, flagged_only: 0, honest: 3, honest_rewarded: 3 });
});
