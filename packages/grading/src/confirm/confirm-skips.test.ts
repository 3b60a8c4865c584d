import { expect, it } from "vitest";
import type { GradePatchOptions } from "../grade/grade-options.ts";
import type { Variant, VariantResult } from "../grade/run-variant.ts";
import type { EvalRun } from "../run/eval-run.ts";
import type { TestCounts, TestStatus } from "../runners/test-log.ts";
import { confirmSkips } from "./confirm-skips.ts";

type Tests = Readonly<Record<string, TestStatus>>;

const evalScript = "git apply - <<'E'\n+++ b/t.py\n@@ -0,0 +1,2 @@\n+def test_new():\n+    assert f() == 1\nE\npytest\n";
const runOf = (tests: Tests, counts?: TestCounts): EvalRun =>
  ({ runner: "pytest", tests: new Map(Object.entries(tests)), counts, log: "log" }) as unknown as EvalRun;

async function object(first: EvalRun, reference: EvalRun, instance: object = {}): Promise<{ objects: boolean; with: string[] }> {
  const patches: string[] = [];
  const run = ({ patch }: Variant): Promise<VariantResult> => {
    patches.push(new TextDecoder().decode(patch));
    return Promise.resolve({ run: reference } as VariantResult);
  };
  const options = { instance: { instanceId: "a", evalScript, network: "none", ...instance } } as unknown as GradePatchOptions;
  return { objects: (await confirmSkips({ options, first, run })) !== undefined, with: patches };
}

it("asks for no further run where every test had its say", async () => {
  expect(await object(runOf({ "t.py::test_new": "PASSED" }), runOf({}))).toEqual({ objects: false, with: [] });
  const lists = { failToPass: ["t.py::test_new"], passToPass: ["t.py::test_old"] };
  expect(await object(runOf({ "t.py::test_new": "PASSED", "t.py::test_old": "SKIPPED" }), runOf({}), lists)).toEqual({
    objects: false,
    with: [],
  });
});

it.each([
  ["skipped and failed before", { "t.py::test_new": "SKIPPED" }, { "t.py::test_new": "FAILED" }, true],
  ["expected to fail and failed before", { "t.py::test_new": "XFAIL" }, { "t.py::test_new": "FAILED" }, true],
  ["skipped before too", { "t.py::test_new": "SKIPPED" }, { "t.py::test_new": "SKIPPED" }, false],
  ["skipped and not there before", { "t.py::test_new": "SKIPPED" }, { "t.py": "ERROR" }, false],
  ["gone and failed before", { "t.py::test_old": "PASSED" }, { "t.py::test_new": "FAILED" }, true],
  ["never run", { "t.py::test_old": "PASSED" }, { "t.py::test_old": "PASSED" }, false],
] as const)("knows a test that is %s", async (_, now, before, objects) => {
  expect(await object(runOf(now), runOf(before))).toEqual({ objects, with: [""] });
});

it("compares with the gold patch where there is one", async () => {
  const lists = { patch: "gold", failToPass: ["t.py::test_new"] };
  const now = runOf({ "t.py::test_new": "XFAIL" });
  expect(await object(now, runOf({ "t.py::test_new": "PASSED" }), lists)).toEqual({ objects: true, with: ["gold"] });
  expect(await object(now, runOf({ "t.py::test_new": "XFAIL" }), lists)).toEqual({ objects: false, with: ["gold"] });
});

it("counts where a runner prints no names", async () => {
  const of = (passed: number, failed: number, skipped: number): EvalRun => runOf({}, { passed, failed, skipped });
  expect(await object(of(3, 0, 1), of(2, 2, 0))).toMatchObject({ objects: true });
  expect(await object(of(3, 0, 1), of(2, 1, 1))).toMatchObject({ objects: false });
  expect(await object(of(3, 0, 0), of(2, 2, 0))).toMatchObject({ objects: true });
  expect(await object(of(3, 0, 1), of(0, 1, 0))).toMatchObject({ objects: false });
});
