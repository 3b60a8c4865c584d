import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { addedLines, findMutations } from "./find-mutations.ts";
import { planProbes, plantingCommands } from "./plan-probe.ts";
import { plantCanary } from "./plant-canary.ts";

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
  expect(found.map(({ line, text: changed }) => [line, changed.trim()])).toEqual([
    [1, 'assert f(1) == 2, "same"'],
    [4, "assert f(2) == 41"],
  ]);
});

it.each([
  ['equal 102400 "$(size_bytes 100K)"', 'equal 102401 "$(size_bytes 100K)"'],
  ['  ok(find(&q, 2) == 7, "last 3 bytes");', '  ok(find(&q, 2) == 8, "last 3 bytes");'],
  ["  expect(sum(1, 2)).toBe(3);", "  expect(sum(1, 2)).toBe(4);"],
  ['  assert.strictEqual(slug("A b"), "a-b");', '  assert.strictEqual(slug("A b"), "a-bz");'],
  ["  assert.strictEqual(list.length, 2);", "  assert.strictEqual(list.length, 3);"],
  ['    assert name == "x1"', '    assert name == "x1z"'],
  ["  assert_eq!(sum(2, 2), 4);", "  assert_eq!(sum(2, 2), 5);"],
])("changes a literal of %j", (line, changed) => {
  const found = findMutations(`+++ b/f\n@@ -0,0 +1 @@\n+${line}\n`, new Map([["f", line]]));
  expect(found[0]?.text).toBe(changed);
});

it("changes every assertion at once where no gold patch can tell", () => {
  const settings = { runner: undefined, testPatch: patch, files: new Map([["t.py", text]]), skeleton: "make check" };
  expect(planProbes({ ...settings, hasGold: true }).map(({ mutations }) => mutations)).toEqual([1, 1]);
  expect(planProbes({ ...settings, hasGold: false }).map(({ mutations }) => mutations)).toEqual([2]);
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

it("writes the planted files whatever is in their names", () => {
  const folder = mkdtempSync(join(tmpdir(), "swe-plan-"));
  try {
    const [plan] = planProbes({
      runner: "pytest",
      testPatch: patch,
      files: new Map([["it's_test.py", text]]),
      hasGold: true,
      skeleton: "",
    });
    expect(plan?.canaries.size).toBe(1);
    if (plan !== undefined) execFileSync("bash", ["-c", plantingCommands(plan, folder)]);
    expect(readFileSync(join(folder, "it's_test.py"), "utf8")).toBe(plan?.files.get("it's_test.py"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
