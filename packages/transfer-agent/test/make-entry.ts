import type { DatasetEntry, Instance, JsonValue } from "@swe/core";

const script = `#!/bin/bash
cd /testbed
git apply -v - <<'EOF_114329324912'
diff --git a/test.py b/test.py
--- a/test.py
+++ b/test.py
@@ -1 +1 @@
-old
+new
EOF_114329324912
python3 -m something
rc=$?
echo "OMNIGRIL_EXIT_CODE=$rc"
`;

const goldPatch: string = "diff --git a/code.py b/code.py\n--- a/code.py\n+++ b/code.py\n@@ -1 +1 @@\n-bug\n+fix\n";

export interface EntryFacts {
  readonly id?: string | undefined;
  /** Words that the fake engine knows. */
  readonly dockerfile?: string | undefined;
  readonly script?: string | undefined;
  readonly patch?: string | undefined;
}

/** An entry as a dataset would give it. */
export function makeEntry({ id = "owner__repo-1", dockerfile = "", script: words = "", patch = goldPatch }: EntryFacts = {}): DatasetEntry {
  const baseCommit = "0123456789abcdef0123456789abcdef01234567";
  const text = `FROM base:1\nRUN git clone x /testbed\n${dockerfile === "" ? "" : `RUN echo ${dockerfile}\n`}`;
  const evalScript = words === "" ? script : script.replace("python3 -m", `echo ${words}\npython3 -m`);
  const row: Record<string, JsonValue | undefined> = {
    instance_id: id,
    repo: "owner/repo",
    base_commit: baseCommit,
    dockerfile: text,
    eval_script: evalScript,
    patch,
    docker_image: "left-over:1",
  };
  const instance: Instance = {
    instanceId: id,
    repo: "owner/repo",
    baseCommit,
    language: undefined,
    problemStatement: undefined,
    dockerfile: text,
    evalScript,
    dockerImage: undefined,
    patch,
    testPatch: undefined,
    network: "none",
    failToPass: undefined,
    passToPass: undefined,
    issueNumbers: [],
  };
  return { instance, index: 0, json: JSON.stringify(row), withFields: (fields) => JSON.stringify({ ...row, ...fields }) };
}
