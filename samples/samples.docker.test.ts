import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { SampleRow } from "./generator/make-row.ts";
import type { DockerResult } from "./test-support/run-docker.ts";
import { recordedCommands, recordedEnvironment } from "./test-support/recording.ts";
import { buildSample, removeSamples, startSample } from "./test-support/sample-container.ts";

const rows = JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8")) as readonly SampleRow[];
const vacuous = "tidewater__logturn-15";
const slow = "oakline__ringq-20";
const nested = "quillworks__spanset-24";
const littered = "fernhollow__rangever-22";
const failsOnPurpose = "fernhollow__rangever-18";
/** The slow sample's tests soak for a quarter of an hour unless this tells them otherwise. */
const quick = "SOAK_SECONDS=1";

const directoryOf = (row: SampleRow): string => (row.instance_id === nested ? "/testbed/spanset" : "/testbed");

beforeAll(() => {
  execFileSync(fileURLToPath(new URL("../scripts/base-image", import.meta.url)), { stdio: "pipe" });
});

afterAll(removeSamples);

describe.concurrent("the environments of the sample", () => {
  test.each(rows)("$instance_id has a past and a future, fails before the gold patch and passes after it", async (row) => {
    await using container = await startSample(await buildSample(row.instance_id, row.dockerfile), directoryOf(row));
    const count = async (range: string): Promise<number> => Number((await container.run(`git rev-list --count ${range}`)).stdout);
    expect((await container.run("git rev-parse HEAD")).output.trim()).toBe(row.base_commit);
    expect(await count("HEAD")).toBeGreaterThanOrEqual(10);
    expect(await count("HEAD..origin/main")).toBeGreaterThanOrEqual(10);

    const before = await container.grade(row.eval_script, quick);
    expect(before).toBe(row.instance_id === vacuous ? "passed" : "failed");
    expect((await container.run("git apply --binary -", row.patch)).exitCode).toBe(0);
    expect(await container.grade(row.eval_script, quick)).toBe("passed");
  });

  test("the slow one is still busy after seconds", async () => {
    const row = rows.find(({ instance_id: id }) => id === slow)!;
    await using container = await startSample(await buildSample(slow, row.dockerfile), "/testbed");
    await container.run("git apply -", row.patch);
    expect(await container.grade(row.eval_script, "timeout 8")).toBe("no marker");
  });

  test("the littered one has more in its staged diff than a patch may have", async () => {
    const row = rows.find(({ instance_id: id }) => id === littered)!;
    const stagedCharacters = "git add --all && git diff --cached | wc -c";
    await using raw = await startSample(await buildSample(littered, row.dockerfile), "/testbed");
    expect(Number((await raw.run(stagedCharacters)).stdout)).toBeGreaterThan(50_000);
    await using normalised = await startSample(await buildSample(littered, recordedEnvironment(row).dockerfile), "/testbed");
    expect(Number((await normalised.run(stagedCharacters)).stdout)).toBe(0);
  });

  test("one gold patch changes a file with CRLF line endings and adds a binary one", () => {
    const patch = rows.find(({ instance_id: id }) => id === "quillworks__inkini-36")?.patch;
    expect(patch).toMatch(/^\+.*\r$/mu);
    expect(patch).toContain("GIT binary patch");
  });
});

describe.concurrent("the recorded conversations", () => {
  test.each(rows)("$instance_id ends with a patch that is graded as intended", async (row) => {
    const { dockerfile, evalScript } = recordedEnvironment(row);
    await using container = await startSample(await buildSample(row.instance_id, dockerfile), "/testbed");
    const results: DockerResult[] = [];
    for (const command of recordedCommands(row.instance_id)) results.push(await container.run(command));
    expect(results.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    expect(results.findIndex(({ output }) => output.startsWith("COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT"))).toBe(results.length - 1);

    const patch = (await container.run("git add --all && git diff --cached --binary --full-index")).stdout;
    expect(patch.length).toBeGreaterThan(0);
    await container.reset();
    expect((await container.run("git apply --binary -", patch)).exitCode).toBe(0);
    expect(await container.grade(evalScript, quick)).toBe(row.instance_id === failsOnPurpose ? "failed" : "passed");
  });
});
