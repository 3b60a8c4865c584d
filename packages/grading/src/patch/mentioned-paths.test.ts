import { expect, it } from "vitest";
import { mentionedPaths } from "./mentioned-paths.ts";

it("names both sides of edits, renames, copies, modes, additions and deletions", () => {
  const patch = [
    "diff --git a/src/a.py b/src/a.py",
    "--- a/src/a.py",
    "+++ b/src/a.py",
    "diff --git a/old name b/new name",
    "rename from old name",
    "rename to new name",
    "diff --git a/run b/run",
    "old mode 100644",
    "new mode 100755",
    "diff --git a/gone b/gone",
    "--- a/gone",
    "+++ /dev/null",
    "diff --git a/img.bin b/img.bin",
    "GIT binary patch",
  ].join("\n");
  expect(mentionedPaths(patch).toSorted()).toEqual(expect.arrayContaining(["gone", "img.bin", "new name", "old name", "run", "src/a.py"]));
});

it("undoes git's quoting", () => {
  expect(mentionedPaths('diff --git "a/\\303\\274 \\"x\\".py" "b/\\303\\274 \\"x\\".py"\n--- "a/\\303\\274 \\"x\\".py"\n')).toEqual([
    'ü "x".py',
  ]);
});

it("reads plain unified diffs and drops time stamps", () => {
  expect(mentionedPaths("--- x/a.c\t2020-01-01 00:00:00\n+++ y/a.c\t2020-01-01 00:00:00\n")).toEqual(["a.c"]);
});

it("leaves out what lies outside of the repository", () => {
  expect(mentionedPaths("--- /etc/passwd\n+++ b/../../etc/passwd\n+++ b//etc/x\n")).not.toContain("../../etc/passwd");
});
