import { createDockerProvider } from "@swe/runtime-docker";
import type { SandboxProvider } from "@swe/core";
import { ensureBaseImage } from "@swe/testing";
import type { GradableInstance } from "../src/index.ts";

const delimiter = "EOF_114329324912";

/** The fix. */
export const goldPatch = `diff --git a/half.py b/half.py
--- a/half.py
+++ b/half.py
@@ -1,2 +1,2 @@
 def half(number):
-    return number // 2
+    return number / 2
`;

export const testPatch = `diff --git a/tests/test_half.py b/tests/test_half.py
--- a/tests/test_half.py
+++ b/tests/test_half.py
@@ -3,3 +3,7 @@
 
 def test_even():
     assert half(4) == 2
+
+
+def test_odd():
+    assert half(5) == 2.5
`;

const files: Readonly<Record<string, string>> = {
  "repository/half.py": "def half(number):\n    return number // 2\n",
  "repository/run.sh": "#!/bin/sh\nexec python3 -m pytest -q -p no:cacheprovider tests\n",
  "repository/tests/test_half.py": "from half import half\n\n\ndef test_even():\n    assert half(4) == 2\n".replace("\n\n\ndef", "\n\ndef"),
};

/** An eval script of the usual form around a command. */
export function evalScript(command: string, patch: string = testPatch): string {
  return `#!/bin/bash
set -uxo pipefail
cd /testbed
git checkout HEAD tests/test_half.py
git apply -v - <<'${delimiter}'
${patch}${delimiter}
${command}
rc=$?
echo "OMNIGRIL_EXIT_CODE=$rc"
git checkout HEAD tests/test_half.py
`;
}

export const pytest = "python3 -m pytest -p no:cacheprovider tests/test_half.py";

export const instance: GradableInstance = {
  instanceId: "acme__half-1",
  evalScript: evalScript(pytest),
  network: "none",
  patch: goldPatch,
  failToPass: ["tests/test_half.py::test_odd"],
  passToPass: ["tests/test_half.py::test_even"],
};

/** An engine and the image of a small repository with a bug; both gone on disposal. */
export interface Calculator extends AsyncDisposable {
  readonly provider: SandboxProvider;
  readonly image: string;
  readonly runId: string;
}

export async function openCalculator(name: string): Promise<Calculator> {
  const runId = `grading-test-${name}-${process.pid}`;
  const base = await ensureBaseImage();
  const provider = createDockerProvider({ owner: { runId } });
  const image = `swe-${runId}:1`;
  const commit = "git init -q && chmod 755 run.sh && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm base";
  const dockerfile = `FROM ${base}\nCOPY repository /testbed\nWORKDIR /testbed\nENV PYTHONPATH=/testbed\nRUN ${commit}\n`;
  await provider.buildImage({ dockerfile, files, tag: image });
  return {
    provider,
    image,
    runId,
    [Symbol.asyncDispose]: async () => {
      await provider.removeImage(image, { force: true });
      await provider[Symbol.asyncDispose]();
    },
  };
}
