import { expect, it } from "vitest";
import { mergeManifest } from "./merge-manifest.ts";

it("keeps an edit of pyproject.toml but for the settings of tests", () => {
  const base = '[project]\nname = "a"\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n';
  const edited = '[project]\nname = "a"\ndependencies = ["b"]\n\n[tool.pytest.ini_options]\naddopts = "-p cheat"\n';
  const merged = mergeManifest("pyproject.toml", base, edited);
  expect(merged).toContain('dependencies = ["b"]');
  expect(merged).toContain('testpaths = ["tests"]');
  expect(merged).not.toContain("cheat");
});

it.each([
  ["an inline table", '[tool]\npytest = { ini_options = { addopts = "-p cheat" } }\n'],
  ["a dotted key", '[tool]\npytest.ini_options.addopts = "-p cheat"\n'],
])("keeps nothing when test settings hide in %s", (_, edited) => {
  expect(mergeManifest("pyproject.toml", "", edited)).toBeUndefined();
});

it("keeps what package.json says about the package, not how it is tested", () => {
  const base = '{"name":"a","scripts":{"test":"jest"},"jest":{"verbose":true}}';
  const edited = '{"name":"a","type":"module","scripts":{"test":"true"},"jest":{"testMatch":[]},"mocha":{}}';
  expect(JSON.parse(mergeManifest("package.json", base, edited) ?? "")).toEqual({
    name: "a",
    type: "module",
    scripts: { test: "jest" },
    jest: { verbose: true },
  });
  expect(mergeManifest("package.json", base, "{")).toBeUndefined();
});

const makefile =
  "CC ?= cc\nCFLAGS = -Wall\nSOURCES := a.c\nTESTS := t\n\nt: t.c a.c\n\t$(CC) $(CFLAGS) -o $@ t.c a.c\n\ncheck: $(TESTS)\n\t@./t || exit 1\n";

it.each([
  ["a source", makefile.replace(":= a.c", ":= a.c b.c"), true],
  ["a continued list", makefile.replace(":= a.c", ":= a.c \\\n  b.c"), true],
  ["a library", `LDLIBS += -lm\n${makefile}`, true],
  ["a source to a recipe", makefile.replaceAll("t.c a.c", "t.c a.c src/b.c"), true],
  ["flags that a fix may need", makefile.replace("-Wall", "-Wall -Iinclude -std=c11 -pthread"), true],
  ["a macro that takes assertions away", makefile.replace("-Wall", "-Wall -DNDEBUG"), false],
  ["a forced header", makefile.replace("-Wall", "-Wall -include fake.h"), false],
  ["an end to a recipe", makefile.replace("./t ||", "./t a.c; true ||"), false],
  ["a comment", `# hello\n${makefile}`, true],
  ["a recipe", makefile.replace("exit 1", "true"), false],
  ["no tests", makefile.replace("TESTS := t", "TESTS :="), false],
  ["another shell", `SHELL = /bin/true\n${makefile}`, false],
  ["ignored errors", `.IGNORE:\n${makefile}`, false],
  ["a compiler flag", makefile.replace("cc\n", "cc -DNDEBUG\n"), false],
  ["a second rule", `${makefile}\ncheck:\n\t@true\n`, false],
  ["a shell function", makefile.replace(":= a.c", ":= $(shell rm t) a.c"), false],
])("keeps a Makefile that adds %s: %#", (_, edited, kept) => {
  expect(mergeManifest("Makefile", makefile, edited)).toBe(kept ? edited : undefined);
});
