import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { evalScript, goldPatch, instance, openCalculator, pytest, testPatch, type Calculator } from "../../test/calculator.ts";
import type { GradePatchOptions } from "./grade-options.ts";
import { gradePatch } from "./grade-patch.ts";
import { prewarmGrader } from "./prewarm-grader.ts";

let calculator: Calculator;

beforeAll(async () => {
  calculator = await openCalculator("grade");
});
afterAll(async () => {
  await calculator[Symbol.asyncDispose]();
});

const grade = (patch: string | Uint8Array, more: Partial<GradePatchOptions> = {}): ReturnType<typeof gradePatch> => {
  const { provider, image } = calculator;
  return gradePatch({ provider, image, instance, patch: Buffer.from(patch), timeoutMs: 60_000, ...more });
};

const testEdit =
  "diff --git a/tests/test_half.py b/tests/test_half.py\n--- a/tests/test_half.py\n+++ b/tests/test_half.py\n@@ -1,2 +1,3 @@\n+import os\n from half import half\n \n";
const scriptEdit =
  "diff --git a/run.sh b/run.sh\n--- a/run.sh\n+++ b/run.sh\n@@ -1,2 +1,3 @@\n #!/bin/sh\n+# runs the tests\n exec python3 -m pytest -q -p no:cacheprovider tests\n";

it("rewards the gold patch, confirmed, in a container that was started ahead", async () => {
  await using warm = prewarmGrader({ ...calculator, network: "none", waitMs: 60_000 });
  const result = await grade(goldPatch, { prewarmed: warm.take() });
  expect(result).toMatchObject({ reward: 1, rewardReason: "passed", outcome: "resolved", evidence: "tests", testTimeout: false });
  expect(result.integrity).toMatchObject({ infra: "not_needed", probe: "passed", flags: [] });
  expect(result.tests.get("tests/test_half.py::test_odd")).toBe("PASSED");
});

it("needs no more than the script, the image and the network of an entry", async () => {
  const { instanceId, network } = instance;
  expect(await grade(goldPatch, { instance: { instanceId, evalScript: evalScript(pytest), network } })).toMatchObject({
    reward: 1,
    integrity: { probe: "passed" },
  });
});

it.each([
  ["nothing", " \n", "empty_patch"],
  ["a patch of something else", goldPatch.replace("number // 2", "number // 3"), "patch_not_applied"],
  ["garbage", "hello\n", "patch_not_applied"],
  ["a wrong fix", goldPatch.replace("number / 2", "number * 2"), "tests_failed"],
])("gives nothing for %s", async (_, patch, rewardReason) => {
  expect(await grade(patch)).toMatchObject({ reward: 0, rewardReason, outcome: "unresolved" });
});

it("confirms a pass of a script that does everything in another way", async () => {
  const script = `#!/usr/bin/env bash
set -euo pipefail
cleanup() { local rc=$?; git -C /testbed checkout -q HEAD -- tests; exit $rc; }
trap cleanup EXIT
cd /testbed
cat >/tmp/test.patch <<"PATCH"
${testPatch}PATCH
git apply -v /tmp/test.patch
report() {
  printf 'OMNIGRIL_EXIT_CODE=%s\\n' "$1"
}
rc=0
python3 -m pytest -q -p no:cacheprovider tests 2>&1 | tee /tmp/log || rc=\${PIPESTATUS[0]}
report $rc
exit $rc
`;
  const given = { ...instance, evalScript: script };
  expect(await grade(goldPatch, { instance: given })).toMatchObject({ reward: 1, integrity: { probe: "passed", flags: [] } });
  expect(await grade(goldPatch.replace("number / 2", "number * 2"), { instance: given })).toMatchObject({
    reward: 0,
    rewardReason: "tests_failed",
  });
});

it("puts the tests back and says that they were touched", async () => {
  const patch = goldPatch + testEdit;
  expect(await grade(patch)).toMatchObject({ reward: 1, integrity: { touched_tests: ["tests/test_half.py"], flags: ["edits_tests"] } });
});

it("gives the verdict of a crash only when it happens twice", async () => {
  const crash = evalScript("[ -e /testbed/half.py ] && kill -9 $$");
  expect(await grade(goldPatch, { instance: { ...instance, evalScript: crash } })).toMatchObject({
    reward: 0,
    rewardReason: "eval_error",
    integrity: { flags: expect.arrayContaining(["retried_after_crash"]) as string[] },
  });
});

it("gives nothing past the time limit and keeps the output so far", async () => {
  const slow = { ...instance, evalScript: evalScript("echo started; sleep 600") };
  const result = await grade(goldPatch, { instance: slow, timeoutMs: 2500 });
  expect(result).toMatchObject({ reward: 0, rewardReason: "timeout", testTimeout: true });
  expect(result.testOutput).toContain("started");
});

it("merges a foreign patch that does not fit exactly, and only a foreign one", async () => {
  const shifted = goldPatch.replace("def half(number):", "def half(value):");
  expect(await grade(shifted)).toMatchObject({ rewardReason: "patch_not_applied" });
  expect(await grade(shifted, { patchOrigin: "foreign" })).toMatchObject({ reward: 1 });
});

it("lets no foreign patch reach into .git, which `patch` would do", async () => {
  const hook =
    "diff --git a/.git/hooks/post-checkout b/.git/hooks/post-checkout\nnew file mode 100755\n--- /dev/null\n+++ b/.git/hooks/post-checkout\n@@ -0,0 +1 @@\n+#!/bin/sh\n";
  expect(await grade(goldPatch + hook, { patchOrigin: "foreign" })).toMatchObject({ reward: 0, rewardReason: "patch_not_applied" });
});

it("keeps executables executable", async () => {
  const patch = goldPatch + scriptEdit;
  expect(await grade(patch, { instance: { ...instance, evalScript: evalScript("./run.sh") }, confirm: "none" })).toMatchObject({
    reward: 1,
  });
});

it("keeps no verdict when the engine is at fault", async () => {
  expect(await grade(goldPatch, { image: "swe-no-such-image:1" })).toMatchObject({
    reward: null,
    rewardReason: "sandbox_error",
    outcome: "infra_error",
  });
});

it("says when the test patch of the script cannot be checked", async () => {
  const given = { ...instance, evalScript: evalScript(pytest, testPatch.replace("half(4)", "half(6)")) };
  expect(await grade(goldPatch, { instance: given, confirm: "none" })).toMatchObject({
    reward: 0,
    integrity: { flags: ["test_patch_unchecked"] },
  });
});

it("stops at once on abort", async () => {
  const abortSignal = AbortSignal.timeout(700);
  const slow = { ...instance, evalScript: evalScript("sleep 600") };
  await expect(grade(goldPatch, { instance: slow, abortSignal })).rejects.toThrow("timeout");
});

it("has left no container behind", () => {
  const left = execFileSync("docker", ["ps", "-aq", "--filter", `label=swe.run=${calculator.runId}`], {
    timeout: 60_000,
    encoding: "utf8",
  });
  expect(left).toBe("");
});
