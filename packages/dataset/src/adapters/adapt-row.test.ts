import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDataset } from "../index.ts";
import type { DatasetFormat } from "./dataset-format.ts";

const testPatch = `diff --git a/tests/test_a.py b/tests/test_a.py
--- a/tests/test_a.py
+++ b/tests/test_a.py
@@ -1 +1 @@
-old
+new
diff --git a/tests/test_b.py b/tests/test_b.py
new file mode 100644
--- /dev/null
+++ b/tests/test_b.py
@@ -0,0 +1 @@
+b
`;
const common = { instance_id: "o__r-1", repo: "o/r", base_commit: "abc123", patch: "p", test_patch: testPatch, problem_statement: "s" };
const lists = { FAIL_TO_PASS: '["t1"]', PASS_TO_PASS: "[]" };

const read = (row: object, format?: DatasetFormat) => parseDataset(JSON.stringify([row]), { purpose: "run", format }).entries[0];

describe("SWE-bench", () => {
  const row = { ...common, ...lists, environment_setup_commit: "x", version: "1.0" };
  const script = "run tests\n: '>>>>> End Test Output'\ngit checkout abc123 tests";

  it("names the image by its rule and makes the script print the marker", () => {
    const entry = read({ ...row, instance_id: "Psf__requests-1", eval_script: script });
    expect(entry?.instance).toMatchObject({
      dockerImage: "swebench/sweb.eval.x86_64.psf_1776_requests-1:latest",
      dockerfile: "FROM swebench/sweb.eval.x86_64.psf_1776_requests-1:latest\n",
      failToPass: ["t1"],
      passToPass: [],
      evalScript: `run tests\nrc=$?\n: '>>>>> End Test Output'\ngit checkout abc123 tests\necho "OMNIGRIL_EXIT_CODE=$rc"\n`,
    });
  });

  it("takes the row's own image", () => {
    expect(read({ ...row, image: "r/i:1", log_parser: "pytest", eval_script: script })?.instance.dockerImage).toBe("r/i:1");
  });

  it("says what is missing where a row cannot be run", () => {
    expect(() => read(row)).toThrow('"eval_script" is missing: SWE-bench rows do not hold a script');
  });

  it("reads SWE-Gym when told so", () => {
    expect(read({ ...common, ...lists, eval_script: "true" }, "swe-gym")?.instance.dockerImage).toBe(
      "xingyaoww/sweb.eval.x86_64.o_s_r-1:latest",
    );
  });
});

describe("SWE-rebench", () => {
  it("builds a script that resets, patches, tests and reports", () => {
    const entry = read({ ...common, ...lists, docker_image: "reg/i:1", install_config: { test_cmd: "pytest -rA" } });
    expect(entry?.instance.evalScript).toContain("git checkout abc123 -- tests/test_a.py\ngit apply -v - <<'EOF_114329324912'\n");
    expect(entry?.instance.evalScript).toContain("\npytest -rA tests/test_a.py tests/test_b.py\n");
    expect(entry?.instance.dockerfile).toBe("FROM reg/i:1\n");
  });

  it.each([
    ["true", "0"],
    ["exit_with() { return 3; }; exit_with", "3"],
  ])("with a script that really works (%s)", (command, code) => {
    const repository = mkdtempSync(join(tmpdir(), "swe-dataset-"));
    try {
      const git = (...args: readonly string[]): string =>
        execFileSync("git", [...args], { cwd: repository, encoding: "utf8", stdio: "pipe" });
      git("init", "-q");
      execFileSync("mkdir", [join(repository, "tests")]);
      writeFileSync(join(repository, "tests", "test_a.py"), "old\n");
      git("add", "-A");
      git("-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-qm", "base");
      const baseCommit = git("rev-parse", "HEAD").trim();
      const config = { test_cmd: [command, "cat tests/test_a.py tests/test_b.py"] };
      const entry = read({ ...common, ...lists, base_commit: baseCommit, image_name: "i:1", install_config: config });
      writeFileSync(join(repository, "tests", "test_a.py"), "the agent was here\n");
      const script = entry?.instance.evalScript.replaceAll("/testbed", repository) ?? "";
      const output = execFileSync("bash", [], { input: script, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
      expect(output).toContain("new\nb\n");
      expect(output).toContain(`OMNIGRIL_EXIT_CODE=${code}\n`);
    } finally {
      rmSync(repository, { recursive: true, force: true });
    }
  });
});

it("undoes the bug of SWE-smith and keeps what made it", () => {
  const bug = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-good\n+bad\n";
  const row = { ...common, repo: "swesmith/o__r.123", image_name: "swesmith.x86_64.o__r.123", patch: bug, eval_script: "true" };
  const entry = read(row);
  expect(entry?.instance.patch).toBe("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-bad\n+good\n");
  expect(entry?.instance.dockerImage).toBe("jyangballin/swesmith.x86_64.o_1776_r.123:latest");
  expect(JSON.parse(entry?.json ?? "")).toMatchObject({ bug_patch: bug });
  // What was adapted once reads the same again.
  expect(read(JSON.parse(entry?.json ?? "") as object)?.json).toBe(entry?.json);
});

it("runs the rebuild and test commands of SWE-bench-Live", () => {
  const entry = read({ ...common, docker_image: "i:1", rebuild_cmds: ["make"], test_cmds: ["make test"], log_parser: "def parse(): ..." });
  expect(entry?.instance.evalScript).toContain("{\nmake\n} || rc=$?\n{\nmake test\n} || rc=$?\n");
});

it("gives R2E-Gym rows an id and their expected results", () => {
  const row = {
    repo_name: "orange3",
    docker_image: "i:1",
    commit_hash: "0123abcd",
    expected_output_json: '{"t":"PASSED"}',
    eval_script: "true",
  };
  expect(read(row)?.instance).toMatchObject({ instanceId: "orange3-0123abcd", repo: "orange3", expectedOutput: { t: "PASSED" } });
  expect(() => read({ ...row, expected_output_json: "{" })).toThrow('"expected_output_json" must be a JSON object');
});

it("reads pull requests of Multi-SWE-bench", () => {
  const row = {
    org: "o",
    repo: "r",
    number: 7,
    base: { sha: "abc" },
    lang: "go",
    title: "the fix",
    resolved_issues: [{ number: 1, title: "Crash", body: "It crashes." }],
    fix_patch: "p",
    f2p_tests: { t1: {} },
    n2p_tests: { t2: {} },
    p2p_tests: { t3: {} },
    eval_script: "true",
  };
  expect(read(row)?.instance).toMatchObject({
    instanceId: "o__r-7",
    repo: "o/r",
    baseCommit: "abc",
    language: "go",
    patch: "p",
    problemStatement: "Crash\n\nIt crashes.",
    dockerImage: "mswebench/o_m_r:pr-7",
    failToPass: ["t1", "t2"],
    passToPass: ["t3"],
  });
});

it("reads OpenSWE and Scale-SWE", () => {
  expect(read({ instance_id: "a-1", image_name: "i:1", eval_script: "true", patch: "p" })?.instance.dockerImage).toBe("i:1");
  const scale = { instance_id: "a-1", image_url: "i:2", parent_commit: "abc", F2P: ["t"], P2P: "[]", eval_script: "true" };
  expect(read(scale)?.instance).toMatchObject({ dockerImage: "i:2", baseCommit: "abc", failToPass: ["t"], passToPass: [] });
});

it("leaves rows that are complete alone, whatever else they hold", () => {
  const row = { ...common, ...lists, environment_setup_commit: "x", dockerfile: "FROM own", docker_image: "own:1", eval_script: "true" };
  expect(read(row)?.json).toBe(JSON.stringify(row));
});
