import { ensureBaseImage } from "@swe/testing";
import type { SandboxProvider } from "@swe/core";

/** Text of the hidden test, of the eval script and of the gold patch: nothing in the agent's container may hold it. */
export const secretTest = "HIDDEN_TEST_e1b7";
export const secretScript = "HIDDEN_SCRIPT_4c2a";
export const secretGold = "HIDDEN_GOLD_99d3";

async function answerDockerfile(): Promise<string> {
  return [
    `FROM ${await ensureBaseImage()}`,
    "WORKDIR /testbed",
    "RUN git init -q -b main && git config user.email a@b.c && git config user.name n" +
      " && printf 'def answer():\\n    return 41\\n' > answer.py && mkdir tests && printf '' > tests/__init__.py" +
      " && printf 'import answer\\n\\ndef test_type():\\n    assert isinstance(answer.answer(), int)\\n' > tests/test_answer.py" +
      " && git add -A && git commit -q -m base",
  ].join("\n");
}

const testPatch = `diff --git a/tests/test_answer.py b/tests/test_answer.py
--- a/tests/test_answer.py
+++ b/tests/test_answer.py
@@ -1,4 +1,7 @@
 import answer
 
 def test_type():
     assert isinstance(answer.answer(), int)
+
+def test_${secretTest}():
+    assert answer.answer() == 42
`;

const evalScript = `#!/bin/bash
set -uxo pipefail
cd /testbed
: ${secretScript}
git apply -v - <<'EOF_114329324912'
${testPatch}
EOF_114329324912
python3 -m pytest -rA tests/test_answer.py
rc=$?
echo "OMNIGRIL_EXIT_CODE=$rc"
git checkout HEAD tests/test_answer.py
`;

export function answerEntries(image: string, ids: readonly string[]): readonly object[] {
  return ids.map((instance_id, index) => ({
    instance_id,
    repo: "owner/answer",
    issue_numbers: [String(index + 1)],
    problem_statement: "[ISSUE]\nanswer() returns 41, but it should return 42.\n[/ISSUE]",
    docker_image: image,
    dockerfile: "FROM scratch",
    eval_script: evalScript,
    patch: `diff --git a/answer.py b/answer.py\n--- a/answer.py\n+++ b/answer.py\n@@ -1,2 +1,2 @@\n def answer():\n-    return 41\n+    return 42  # ${secretGold}\n`,
    test_patch: testPatch,
  }));
}

export async function buildAnswerImage(provider: SandboxProvider, tag: string): Promise<void> {
  await provider.buildImage({ dockerfile: await answerDockerfile(), tag, network: "none" });
}
