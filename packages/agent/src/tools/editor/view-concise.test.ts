import { describe, expect, test } from "vitest";
import { viewConcise } from "./view-concise.ts";

const show = (path: string, source: string): Promise<string | undefined> =>
  viewConcise(path, Buffer.from(source).toString("latin1"), "utf8");
const body = "  x();\n  x();\n  x();\n  x();\n";

describe("viewConcise", () => {
  test.each([
    ["a.py", `class A:\n  def f(self):\n    a()\n    b()\n    c()\n    d()\n`, "lines 3-6"],
    ["a.js", `function f() {\n${body}}\n`, "lines 2-5"],
    ["a.ts", `const f = (a: number): void => {\n${body}};\n`, "lines 2-5"],
    ["a.tsx", `export function A() {\n${body}  return <b/>;\n}\n`, "lines 2-6"],
    ["A.java", `class A {\n  A() {\n${body}  }\n}\n`, "lines 3-6"],
    ["a.go", `package a\nfunc f() {\n${body}}\n`, "lines 3-6"],
    ["a.rs", `fn f() {\n${body}}\n`, "lines 2-5"],
    ["a.c", `int f(void)\n{\n${body}}\n`, "lines 3-6"],
    ["a.cpp", `int A::f() {\n${body}}\n`, "lines 2-5"],
    ["a.rb", `def f(a)\n${body.replaceAll(";", "")}end\n`, "lines 2-5"],
    ["a.php", `<?php\nfunction f() {\n${body}}\n`, "lines 3-6"],
  ])("leaves out the body of a function in %s", async (path, source, expected) => {
    const shown = await show(path, source);
    expect(shown).toContain(`... ${expected} left out ...`);
    expect(shown).not.toMatch(/\t.*x\(\)/);
  });

  test("keeps short bodies, heads and original numbers", async () => {
    const source =
      "import a\n\ndef short(): \n    a()\n    b()\n    c()\n\ndef long(\n    a,\n    b,\n):\n    a()\n    b()\n    c()\n    d()\n\nz = 1\n";
    expect((await show("a.py", source))?.split("\n")).toEqual([
      ...source
        .split("\n")
        .slice(0, 11)
        .map((line, index) => `${String(index + 1).padStart(6)}\t${line}`),
      "      \t    ... lines 12-15 left out ...",
      "    16\t",
      "    17\tz = 1",
    ]);
  });

  test("shows sources that do not parse as far as they are understood", async () => {
    expect(await show("a.py", "def f(:\n  ]]]\n\0 def")).toContain("def f(:");
  });

  test("knows its limits: other languages and very large files", async () => {
    expect(await show("a.txt", "x")).toBeUndefined();
    expect(await show("Makefile", "x")).toBeUndefined();
    expect(await show("a.py", "x = 1\n".repeat(400_000))).toBeUndefined();
  });
});
