import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxHandle } from "@swe/core";
import { expect, it } from "vitest";
import { addedLines } from "./added-lines.ts";
import { blockOf } from "./block-of.ts";
import { findMutations } from "./find-mutations.ts";
import { planCanaries, planHalves, planOneByOne } from "./plan-probe.ts";
import { plantedTestPatch } from "./planted-test-patch.ts";
import { plantCanary } from "./plant-canary.ts";
import { readPatchedTests } from "./read-patched-tests.ts";

/** Runs the grader's helper scripts on this machine. */
function shellIn(folder: string): SandboxHandle {
  const exec = (command: readonly string[], { stdin }: { readonly stdin?: string }): Promise<object> => {
    const [program = "", ...args] = command;
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, input: stdin, encoding: "utf8" });
    return Promise.resolve({ exitCode: status, endedBy: "exit", stdout, stderr, output: stdout + stderr, truncated: false });
  };
  return { id: "local", workdir: folder, exec } as unknown as SandboxHandle;
}

const patch = `--- a/t.py
+++ b/t.py
@@ -1,2 +1,5 @@
 def test_a():
-    assert f(1) == 1
+    assert f(1) == 1, "same"
+    # 12 == 12
+    name = "x"
+    assert f(2) == 40
`;
const text = 'def test_a():\n    assert f(1) == 1, "same"\n    # 12 == 12\n    name = "x"\n    assert f(2) == 40\n';

it("knows which lines a patch adds", () => {
  expect([...addedLines(patch)]).toEqual([["t.py", [1, 2, 3, 4]]]);
});

it("changes what an added assertion asks for", () => {
  const found = findMutations(patch, new Map([["t.py", text]]));
  expect(found.map(({ line, text: changed, block, strong }) => [line, changed.trim(), block, strong])).toEqual([
    [1, expect.stringMatching(/^assert f\(1\) == [4-9], "same"$/), { line: 0, name: "test_a" }, true],
    [4, expect.stringMatching(/^assert f\(2\) == 4[3-8]$/), { line: 0, name: "test_a" }, true],
  ]);
});

const change = (line: string, path = "f.py"): { text: string; strong: boolean } | undefined =>
  findMutations(`+++ b/${path}\n@@ -0,0 +1 @@\n+${line}\n`, new Map([[path, line]]))[0];

it.each([
  ['equal 102400 "$(size_bytes 100K)"', /^equal 10240[3-8] "\$\(size_bytes 100K\)"$/],
  ['  ok(find(&q, 2) == 7, "last 3 bytes");', /^ {2}ok\(find\(&q, 2\) == 1[0-5], "last 3 bytes"\);$/],
  ["  expect(sum(1, 2)).toBe(3);", /toBe\([6-9]|1[01]\)/],
  ['  assert.strictEqual(slug("A b"), "a-b");', /^ {2}assert\.strictEqual\(slug\("A b"\), "a-b[a-z]"\);$/],
  ["  assert.strictEqual(list.length, 2);", /length, (?:[5-9]|10)\);$/],
  ['    assert name == "x1"', /== "x1[a-z]"$/],
  ["  assert_eq!(sum(2, 2), 4);", /, (?:[7-9]|1[0-2])\);$/],
  ["    assert median([4, 1]) == 2.5", /== (?:[5-9]|10)\.5$/],
  ["    self.assertEqual(median([4, 1]), 2.5)", /, (?:[5-9]|10)\.5\)$/],
  ["    assert is_blank(text)", /^ {4}assert not \(is_blank\(text\)\)$/],
  ['    assert first in ("a", "b"), "odd"', /^ {4}assert not \(first in \("a", "b"\)\), "odd"$/],
  ["    self.assertTrue(blank(text))", /^ {4}self\.assertFalse\(blank\(text\)\)$/],
  ['    assert names(text) == ["a", "b"]', /\["a", "b[a-z]"\]$/],
  ["  assert.deepStrictEqual(chunk(list), [[1, 2], [3]]);", /\[\[1, 2\], \[(?:[6-9]|1[01])\]\]\);$/],
  ['    assert names(text) == [first], "all 3"', /^ {4}assert not \(names\(text\) == \[first\]\), "all 3"$/],
  ["  assert.deepStrictEqual(chunk(list), [[first], []]);", /^ {2}assert\.notDeepStrictEqual\(chunk/],
  ["  expect(run()).toBeNull();", /^ {2}expect\(run\(\)\)\.not\.toBeNull\(\);$/],
  ["    assert(is_empty(&q));", /^ {4}assert\(!\(is_empty\(&q\)\)\);$/],
  ["    if (clamp(12) != 9) return 1;", /!= 1[2-7]\) return 1;$/],
  ['  [ "$(slug "A b")" = "a-b" ] || exit 1', /= "a-b[a-z]" \] \|\| exit 1$/],
  ["    with pytest.raises(ValueError):", /raises\(StopAsyncIteration\):$/],
  ["  assert.throws(() => parse(text), TypeError);", /^ {2}assert\.doesNotThrow\(/],
  ["  [ -f out.txt ] || exit 1", /^ {2}\[ ! -f out\.txt \] \|\| exit 1$/],
  ["  grep -q 'total: 5' out.txt", /'total: 5[a-z]{2}' out\.txt$/],
  ["  logturn config | grep -q turned", /grep -q turned[a-z]{2}$/],
  ["  [[ $out == *turned* ]] || fail", /^ {2}\[\[ ! \$out == \*turned\* \]\] \|\| fail$/],
  ["    ck_assert_int_eq(clamp(12), 9);", /, 1[2-7]\);$/],
  ["    TEST_ASSERT_EQUAL_INT(9, clamp(12));", /INT\(1[2-7], clamp/],
  ["  EXPECT_EQ(clamp(12), 9);", /, 1[2-7]\);$/],
  ["        $this->assertSame(9, clamp(12));", /Same\(1[2-7], /],
  ['  assert_equals "$(slug "$1")" "a-b"', /"a-b[a-z]"$/],
])("changes %j so that it asks for something else", (line, changed) => {
  expect(change(line)).toMatchObject({ text: expect.stringMatching(changed) as string, strong: true });
});

it.each([
  "    self.assertNotEqual(f(1), 5)",
  "  assert.notStrictEqual(f(1), 5);",
  "  expect(f(1)).not.toBe(5);",
  "    assert f(1) != 5",
  "    refute_equal 5, f(1)",
  "    assert_ne!(f(1), 5);",
  "    # assert f(1) == 5",
])("leaves %j alone, which would not mind", (line) => {
  expect(change(line)).toBeUndefined();
});

it("does not take a message for what is compared with", () => {
  expect(change('    ok(find(&q) == NONE, "not found");')?.strong).toBe(false);
});

it("changes a row of a table where there is nothing better, without being sure of it", () => {
  expect(change('    ("10K", 10240),')).toMatchObject({ text: expect.stringMatching(/1024[3-9]\)|1025/) as string, strong: false });
  expect(change('  ["A b", "a-b"],', "f.js")).toMatchObject({ text: expect.stringMatching(/"a-b[a-z]"\],$/) as string, strong: false });
  expect(change("    total = count(5)")).toBeUndefined();
});

it("changes expected output, and no other data", () => {
  expect(change("total 5", "tests/expected/sum.txt")).toMatchObject({
    text: expect.stringMatching(/^total 5[a-z]$/) as string,
    strong: true,
  });
  expect(change("total == 5", "tests/input/sum.txt")).toBeUndefined();
});

it("knows in which test a line is", () => {
  const at = (code: string): unknown => blockOf(code.split("\n"), code.split("\n").length - 1);
  expect(at("class T(TestCase):\n    def test_a(self):\n        for x in y:\n            assert x")).toEqual({ line: 1, name: "test_a" });
  expect(at("def helper(x):\n    assert x")).toBeUndefined();
  expect(at('describe("a", () => {\n  it("b c", () => {\n    expect(1)')).toEqual({ line: 1, name: "b c" });
  expect(at("for (const x of y) {\n  test(`b ${x}`, () => {\n    expect(1)")).toEqual({ line: 1, name: "" });
  expect(at("test_mega() {\n  equal 1 2")).toEqual({ line: 0, name: "test_mega" });
  expect(at('@test "adds up" {\n  [ 1 = 2 ]')).toEqual({ line: 0, name: "adds up" });
  expect(at("static void above(void)\n{\n    assert(1);")).toBeUndefined();
  expect(at("func TestA(t *testing.T) {\n\tif x != 1 {")).toEqual({ line: 0, name: "TestA" });
});

const tests = (count: number): { patch: string; files: Map<string, string> } => {
  const lines = Array.from({ length: count }, (_, index) => [`def test_${index}():`, `    assert f(${index}) == ${index}0`]).flat();
  const files = new Map([["t.py", `${lines.join("\n")}\n`]]);
  return { patch: `+++ b/t.py\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}\n`).join("")}`, files };
};

const { patch: five, files: fiveFiles } = tests(5);

it("changes the tests by halves where their names are known", () => {
  for (const hasGold of [true, false]) {
    const steps = planHalves({ runner: "pytest", testPatch: five, files: fiveFiles, skeleton: "pytest", hasGold });
    expect(steps.map((plans) => plans.map(({ mutations }) => mutations))).toEqual([[3], [2]]);
    const [one, other] = steps.map(([plan]) => plan?.tests.filter(({ changed }) => changed).map(({ name }) => name) ?? []);
    expect([...(one ?? []), ...(other ?? [])].toSorted()).toEqual(["test_0", "test_1", "test_2", "test_3", "test_4"]);
    expect(steps[0]?.[0]).toMatchObject({ certain: true, canaries: new Map() });
  }
});

it("changes some of the tests by themselves, the last among them, where only an exit code speaks", () => {
  const settings = { runner: undefined, testPatch: five, files: fiveFiles, skeleton: "make check" };
  expect(planOneByOne({ ...settings, hasGold: true }).map((plans) => plans.map(({ mutations }) => mutations))).toEqual([
    [1, 1, 1],
    [1],
    [1],
    [1],
  ]);
  const [all, last] = planOneByOne({ ...settings, hasGold: false });
  expect(all).toMatchObject([{ mutations: 5, certain: true }]);
  expect(last?.[0]?.files.get("t.py")).toMatch(/== 30\n[^]*== 4[3-8]\n$/);
});

it("lets a script that has no assertion fail at its end, where it certainly comes to it", () => {
  const settings = { runner: undefined, testPatch: "+++ b/t.sh\n@@ -0,0 +1 @@\n+run_all\n", hasGold: false };
  const plan = (text: string, skeleton: string): unknown =>
    planOneByOne({ ...settings, files: new Map([["t.sh", text]]), skeleton })[0]?.[0]?.files.get("t.sh");
  expect(plan("run_all\n", "bash t.sh")).toBe("run_all\nexit 97\n");
  expect(plan("run_all\nexit $failed\n", "bash t.sh")).toBeUndefined();
  expect(plan("run_all\n", "make check")).toBeUndefined();
});

it("tries a row of a table after the other with a gold patch, and none without", () => {
  const rows = '+++ b/t.py\n@@ -0,0 +1,2 @@\n+    ("1K", 1024),\n+    ("2K", 2048),\n';
  const files = new Map([["t.py", '    ("1K", 1024),\n    ("2K", 2048),\n']]);
  const settings = { runner: "pytest", testPatch: rows, files, skeleton: "pytest" } as const;
  expect(planHalves({ ...settings, hasGold: true }).map((plans) => plans.length)).toEqual([2]);
  expect(planHalves({ ...settings, hasGold: false })).toEqual([]);
});

it("plants tests that fail when they are run", () => {
  const python = plantCanary("unittest", "tests/test_a.py", 'import unittest\n\nif __name__ == "__main__":\n    unittest.main()\n');
  const node = plantCanary("node:test", "test/a.test.mjs", 'import test from "node:test";\n');
  const folder = mkdtempSync(join(tmpdir(), "swe-canary-"));
  try {
    writeFileSync(join(folder, "a.py"), python?.text ?? "");
    writeFileSync(join(folder, "a.mjs"), node?.text ?? "");
    const output = (command: string, file: string): string => {
      try {
        execFileSync(command, [join(folder, file)], { encoding: "utf8", stdio: "pipe" });
        return "passed";
      } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        return stdout + stderr;
      }
    };
    expect(output("python3", "a.py")).toContain(`${python?.token ?? "?"} `);
    expect(output(process.execPath, "a.mjs")).toContain(node?.token ?? "?");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each([
  ["pytest", "tests/helpers.py", "def close(): pass"],
  ["pytest", "tests/conftest.py", ""],
  ["pytest", "tests/data.json", "{}"],
  ["jest", "test/fixtures.js", "module.exports = 1"],
  ["go test", "a_test.go", "package a\n"],
  ["ctest", "tests/a.c", "int main(void) {}"],
] as const)("plants nothing for %s in %s", (runner, path, content) => {
  expect(plantCanary(runner, path, content)).toBeUndefined();
});

it("makes one patch of the test patch and what is planted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "swe-plan-"));
  const at = (name: string): string => join(folder, name);
  try {
    writeFileSync(at("it's_test.py"), "def test_a():\n    assert f(1) == 1\n", { mode: 0o755 });
    const testPatch = patch.replaceAll("t.py", "it's_test.py");
    const sandbox = shellIn(folder);
    const files = await readPatchedTests(sandbox, ["it's_test.py"], testPatch, undefined);
    const plan = planCanaries({ runner: "pytest", files });
    const planted = await plantedTestPatch(sandbox, ["it's_test.py"], testPatch, plan?.files ?? new Map(), undefined);
    execFileSync("git", ["apply"], { cwd: folder, input: planted });
    expect(readFileSync(at("it's_test.py"), "utf8")).toBe(plan?.files.get("it's_test.py"));
    expect(statSync(at("it's_test.py")).mode & 0o777).toBe(0o755);
    expect(
      await plantedTestPatch(sandbox, ["it's_test.py"], "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", new Map(), undefined),
    ).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
