import { expect, it } from "vitest";
import { createdPaths } from "./created-paths.ts";

const edit = (path: string, hunk: string): string => `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunk}`;

it("tells new files from edited ones", () => {
  const patch =
    edit("old.py", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n") +
    "diff --git a/new.py b/new.py\nnew file mode 100644\n--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+x\n" +
    "diff --git a/was.py b/is.py\nrename from was.py\nrename to is.py\n--- a/was.py\n+++ b/is.py\n@@ -1 +1 @@\n-x\n+y\n";
  expect([...createdPaths(patch)].toSorted()).toEqual(["is.py", "new.py", "was.py"]);
});

it("takes a file without known lines for a new one, whatever its header claims", () => {
  expect(createdPaths(edit("pytest.py", "@@ -0,0 +1 @@\n+x\n"))).toContain("pytest.py");
  expect(createdPaths("diff --git a/pytest.py b/pytest.py\nindex 1..2\nGIT binary patch\n")).toContain("pytest.py");
});

it("is not fooled by headers inside of a hunk", () => {
  const inside = "@@ -1 +1,4 @@\n a\n+--- a/pytest.py\n++++ b/pytest.py\n+@@ -1 +1 @@\n";
  const patch = edit("notes.txt", inside) + edit("pytest.py", "@@ -0,0 +1 @@\n+x\n");
  expect(createdPaths(patch)).toContain("pytest.py");
});
