// Stage 1 for one instance with a model of your own: anything with `generate` will do. This one is a rule instead of a network
// call; put your service in its place. Run it with: node --conditions=@swe/source examples/own-model.ts [BASE_IMAGE]
import type { ChatModel } from "@swe/core";
import { parseDataset } from "@swe/dataset";
import { createDockerProvider } from "@swe/runtime-docker";
import { transferInstance } from "@swe/transfer-agent";

const [baseImage = "swe-sample-base:1"] = process.argv.slice(2);

// The repository sits at /testbed/calc, which is what has to be put right.
const dockerfile = `FROM ${baseImage}
ENV GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
WORKDIR /testbed/calc
RUN git init -q && printf 'def add(a, b):\\n    return a - b\\n' > calc.py && git add -A && git commit -q -m 'Add'
`;
const evalScript = `#!/bin/bash
cd /testbed/calc
git apply -v - <<'EOF_114329324912'
diff --git a/test_calc.py b/test_calc.py
new file mode 100644
--- /dev/null
+++ b/test_calc.py
@@ -0,0 +1,4 @@
+from calc import add
+
+def test_add():
+    assert add(2, 3) == 5
EOF_114329324912
python3 -m pytest -rA -p no:cacheprovider test_calc.py
rc=$?
echo "OMNIGRIL_EXIT_CODE=$rc"
`;
const patch = `diff --git a/calc.py b/calc.py
--- a/calc.py
+++ b/calc.py
@@ -1,2 +1,2 @@
 def add(a, b):
-    return a - b
+    return a + b
`;
const rows = [{ instance_id: `example__calc-${process.pid}`, repo: "example/calc", dockerfile, eval_script: evalScript, patch }];

const unnest = (text: string): string => text.replaceAll("/testbed/calc", "/testbed");
const skeleton = evalScript.replace(/^diff --git[\s\S]*?(?=\nEOF_)/m, "[CONTENT_OF_TEST_PATCH]");

const model: ChatModel = {
  name: "own-model",
  generate: async ({ context }) => {
    const answers: Record<string, unknown> = {
      draft: { dockerfile: unnest(dockerfile), eval_script: "<None>", notes: "The repository moves to /testbed." },
      self_check: { needs_revision: false, feedback: "" },
      eval_review: { eval_script: unnest(skeleton), notes: "The script follows." },
    };
    const content = JSON.stringify(answers[context?.purpose ?? ""]);
    const none = { inputTokens: 0, outputTokens: 0, totalTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
    return {
      message: { role: "assistant", content },
      toolCalls: [],
      finishReason: { unified: "stop", raw: "stop" },
      usage: { ...none, source: "local" },
      cost: 0,
      durationMs: 0,
      model: "own-model",
      raw: null,
    };
  },
};

await using provider = createDockerProvider({ owner: { runId: `example-${process.pid}` } });
const [entry] = parseDataset(JSON.stringify(rows), { purpose: "transfer" }).entries;
if (entry === undefined) throw new Error("the row above is valid");
const record = await transferInstance({
  entry,
  model,
  provider,
  runId: `example-${process.pid}`,
  onPhase: (phase) => console.log(phase),
});
// A real run keeps its image.
await provider.removeImage(record.docker_image ?? "");
console.log(JSON.stringify({ outcome: record.outcome, iterations: record.iterations, failToPass: record.fail_to_pass }));
