import { expect, it } from "vitest";
import { splitTestPatch, testPatchPlaceholder } from "./split-test-patch.ts";

const patch = 'diff --git a/t b/t\n--- a/t\n+++ b/t\n@@ -1 +1 @@\n-$& <<EOF\n+it\'s "$1"\r';
const script = (body: string, delimiter = "EOF_114329324912"): string =>
  `#!/bin/bash\nset -uxo pipefail\ngit checkout abc t\ngit apply -v - <<'${delimiter}'\n${body}\n${delimiter}\nmake check\nrc=$?\necho "OMNIGRIL_EXIT_CODE=$rc"\n`;

it.each(["EOF_114329324912", "PATCH"])("takes the patch out and puts it back byte for byte (%s)", (delimiter) => {
  const split = splitTestPatch(script(patch, delimiter));
  expect(split.testPatch).toBe(`${patch}\n`);
  expect(split.skeleton).toBe(script(testPatchPlaceholder, delimiter));
  expect(split.join(split.skeleton)).toBe(script(patch, delimiter));
});

it("puts the patch into an edited skeleton and refuses one without exactly one placeholder", () => {
  const split = splitTestPatch(script(patch));
  expect(split.join(`${split.skeleton}# edited\n`)).toBe(`${script(patch)}# edited\n`);
  expect(split.join("make check")).toBeUndefined();
  expect(split.join(`${split.skeleton}${testPatchPlaceholder}`)).toBeUndefined();
});

it("finds a patch that is written to a file and applied later, whatever its delimiter", () => {
  const later = `cat >settings <<EOF\nx\nEOF\ncat >/tmp/p <<"PATCH"\n${patch}\nPATCH\ngit apply /tmp/p\nmake check\n`;
  expect(splitTestPatch(later).testPatch).toBe(`${patch}\n`);
});

it("fills a skeleton of the builder with the entry's patch", () => {
  const split = splitTestPatch(script("[CONTENT OF TEST PATCH]"), `${patch}\n`);
  expect(split.testPatch).toBe(`${patch}\n`);
  expect(split.join(split.skeleton)).toBe(script(patch));
});

it("ignores here-documents that apply nothing, comments and here-strings", () => {
  const other = "# git apply <<X\ngit apply <<<\"x\"\ncat <<EOF >f\ngit apply <<'P'\nEOF\nmake\n";
  const split = splitTestPatch(other, "p\n");
  expect(split).toMatchObject({ skeleton: other, testPatch: "p\n" });
  expect(split.join(other)).toBe(other);
});
