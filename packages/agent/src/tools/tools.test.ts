import { createMemorySandbox } from "@swe/testing";
import { describe, expect, test } from "vitest";
import { callTool } from "../../test/call-tool.ts";
import { createToolState } from "../contracts/tool-state.ts";
import { createBashTool } from "./create-bash-tool.ts";
import { createExecuteBashTool } from "./create-execute-bash-tool.ts";
import { finish } from "./finish.ts";
import { search } from "./search.ts";
import { submit } from "./submit.ts";
import { taskTracker } from "./task-tracker.ts";
import { think } from "./think.ts";

describe("execute_bash", () => {
  test.each(["git", "ipython", "jupyter", "nohup"])("refuses %s as the first word, without running anything", async (word) => {
    const sandbox = createMemorySandbox();
    const { text } = await callTool(createExecuteBashTool(), { command: `  ${word} status` }, sandbox);
    expect(text).toMatch(new RegExp(`^ERROR: "${word}" cannot be used`));
    expect(sandbox.commands).toEqual([]);
  });

  test("runs what its options allow, and tells the model what they do not", async () => {
    const tool = createExecuteBashTool({ refused: ["vim"] });
    const sandbox = createMemorySandbox({ programs: { git: () => ({ stdout: "clean\n" }) } });
    expect((await callTool(tool, { command: "git status" }, sandbox)).text).toBe("Exit code: 0\n[STDOUT]\nclean");
    expect(tool.description).toContain("refused: vim");
  });

  test("takes its parameter under both names", async () => {
    for (const parameter of ["cmd", "command"] as const) {
      const tool = createExecuteBashTool({ parameter });
      expect(Object.keys(tool.parameters["properties"] as object)).toEqual([parameter]);
      expect((await callTool(tool, { cmd: "echo a" }, createMemorySandbox())).text).toContain("a");
      expect((await callTool(tool, { command: "echo a" }, createMemorySandbox())).text).toContain("a");
    }
  });

  test("keeps forty lines from the beginning of both streams and forty from their end", async () => {
    const numbers = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join("");
    const sandbox = createMemorySandbox({ onRun: () => ({ stdout: numbers(1, 60), stderr: numbers(61, 100) }) });
    const { text } = await callTool(createExecuteBashTool(), { command: "x" }, sandbox);
    expect(text).toBe(`Exit code: 0\n[STDOUT]\n${numbers(1, 40)}[... 20 lines left out ...]\n[STDERR]\n${numbers(61, 100).trimEnd()}`);
  });

  test("bounds an output of few but huge lines", async () => {
    const sandbox = createMemorySandbox({ onRun: () => ({ stdout: "x".repeat(500_000), output: "x".repeat(500_000) }) });
    const { text } = await callTool(createExecuteBashTool(), { command: "y" }, sandbox);
    expect(text.length).toBeLessThan(31_000);
    expect(text).toContain("characters left out");
  });

  test("gives no wrong count of lines for an output that was not kept whole", async () => {
    const lines = "y\n".repeat(200);
    const sandbox = createMemorySandbox({ onRun: () => ({ stdout: lines, output: lines, truncated: true, outputBytes: 4_000_000 }) });
    const { text } = await callTool(createExecuteBashTool(), { command: "y" }, sandbox);
    expect(text).toContain("y\n[... more than 120 lines left out, of 4000000 bytes in all ...]\ny\n");
    const { text: wide } = await callTool(
      createExecuteBashTool(),
      { command: "y" },
      createMemorySandbox({
        onRun: () => ({ stdout: "x".repeat(50_000), truncated: true, outputBytes: 4_000_000 }),
      }),
    );
    expect(wide).toMatch(/x\n\[\.\.\. more than \d+ characters left out, of 4000000 bytes in all \.\.\.\]\nx/);
  });

  test("says when a command printed nothing, ran out of memory, or cost the sandbox its processes", async () => {
    const quiet = createMemorySandbox();
    expect((await callTool(createExecuteBashTool(), { command: "true" }, quiet)).text).toBe("Exit code: 0\n(no output)");
    const heavy = createMemorySandbox({ onRun: () => ({ exitCode: 137, oomKilled: true, sandboxRestarted: true }) });
    const result = await callTool(createExecuteBashTool(), { command: "x" }, heavy);
    expect(result.text).toContain("ran out of memory");
    expect(result.info).toEqual({ exit_code: 137, oom_killed: true, sandbox_restarted: true });
  });
});

describe("bash", () => {
  test.each(["COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT", "MINI_SWE_AGENT_FINAL_OUTPUT"])(
    "ends the run at %s on the first line that is not blank",
    async (mark) => {
      const result = await callTool(createBashTool(), { command: `echo; echo '  ${mark}'; echo diff; exit 3` }, createMemorySandbox());
      expect(result).toMatchObject({ done: true, submission: "diff\n" });
    },
  );

  test("goes on when the mark is further down", async () => {
    const result = await callTool(
      createBashTool(),
      { command: "echo x; echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT" },
      createMemorySandbox(),
    );
    expect(result.done).toBe(false);
  });
});

describe("finish and submit", () => {
  test("end the run, in whatever words", async () => {
    const sandbox = createMemorySandbox();
    expect(await callTool(finish, { command: "submit", result: "fixed" }, sandbox)).toMatchObject({ done: true, submission: "fixed" });
    expect(await callTool(finish, {}, sandbox)).toMatchObject({ done: true });
    expect((await callTool(finish, { command: "stop" }, sandbox)).text).toContain('"command"');
    expect(await callTool(submit, {}, sandbox)).toMatchObject({ done: true });
  });
});

describe("think and task_tracker", () => {
  test("change nothing in the sandbox", async () => {
    const sandbox = createMemorySandbox();
    await callTool(think, { thought: "hm" }, sandbox);
    await callTool(taskTracker, { command: "plan", task_list: [{ title: "a" }] }, sandbox);
    expect(sandbox.commands).toEqual([]);
  });

  test("the list lasts as long as the run", async () => {
    const sandbox = createMemorySandbox();
    const state = createToolState();
    expect((await callTool(taskTracker, { command: "view" }, sandbox, state)).text).toBe("The task list is empty.");
    const tasks = JSON.stringify([
      { id: "1", title: "find", status: "done", notes: "in a.py" },
      { id: "2", title: "fix", status: "in_progress" },
    ]);
    await callTool(taskTracker, { command: "plan", task_list: tasks }, sandbox, state);
    expect((await callTool(taskTracker, { command: "view" }, sandbox, state)).text).toBe(
      "Tasks (1 of 2 done):\n[x] 1. find\n      in a.py\n[~] 2. fix",
    );
    expect((await callTool(taskTracker, { command: "plan" }, sandbox, state)).text).toMatch(/^ERROR: plan needs/);
    expect((await callTool(taskTracker, { command: "plan", task_list: [{ title: "x", status: "later" }] }, sandbox, state)).text).toContain(
      "task_list.0.status",
    );
  });
});

describe("search", () => {
  test.each([
    [{ search_term: "" }, "is empty"],
    [{ search_term: "a\nb" }, "single line"],
    [{ search_term: "a", path: "/nowhere" }, "there is no /nowhere"],
  ])("%j is an error that says what to do", async (args, expected) => {
    const { text } = await callTool(search, args, createMemorySandbox());
    expect(text).toMatch(/^ERROR:/);
    expect(text).toContain(expected);
  });

  test("shows the part of a very long line that matches", async () => {
    const sandbox = createMemorySandbox({ files: { "/testbed/min.js": `${"a".repeat(500_000)}NEEDLE${"b".repeat(500_000)}` } });
    const { text } = await callTool(search, { search_term: "NEEDLE", path: "min.js" }, sandbox);
    expect(text).toMatch(/aNEEDLEb+ \[\.\.\.\]$/);
    expect(text.length).toBeLessThan(2200);
  });

  test("shows lines of files in any encoding", async () => {
    const sandbox = createMemorySandbox({ files: { "/testbed/l1": Buffer.from("caf\u00e9\n", "latin1"), "/testbed/u8": "café\n" } });
    expect((await callTool(search, { search_term: "café", path: "l1" }, sandbox)).text).toContain("     1\tcafé");
    expect((await callTool(search, { search_term: "café", path: "u8" }, sandbox)).text).toContain("     1\tcafé");
  });
});
