import type { Sandbox } from "@swe/core";
import { createMemorySandbox } from "@swe/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { callTool } from "../../../test/call-tool.ts";
import { createToolState, type ToolState } from "../../contracts/tool-state.ts";
import type { ToolResult } from "../../contracts/tool.ts";
import { createEditorTool } from "./create-editor-tool.ts";

const editor = createEditorTool({ name: "file_editor", undo: true, concise: true });
const plain = createEditorTool({ name: "str_replace_editor" });
const pythonFile = Array.from({ length: 30 }, (_, index) => `def f${index}(a):\n    b = a\n    c = b\n    d = c\n    return d\n`).join(
  "\n",
);

let sandbox = createMemorySandbox();
let state: ToolState = createToolState();
const edit = (args: Readonly<Record<string, unknown>>): Promise<ToolResult> => callTool(editor, args, sandbox, state);
const read = async (path: string): Promise<string> => Buffer.from((await sandbox.readFile(path)) ?? []).toString();

beforeEach(() => {
  state = createToolState();
  sandbox = createMemorySandbox({
    files: {
      "/testbed/a.txt": "one\ntwo\nthree\ntwo\n",
      "/testbed/crlf.txt": "one\r\ntwo\r\n",
      "/testbed/latin1.txt": Buffer.from("caf\u00e9\nbar\n", "latin1"),
      "/testbed/empty.txt": "",
      "/testbed/image.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]),
      "/testbed/long.py": pythonFile,
      "/testbed/src/deep/er/x.py": "",
      "/testbed/.hidden/y": "",
      "/testbed/big.txt": "x".repeat(100) + "\n" + "line\n".repeat(5000),
    },
  });
});

describe("view", () => {
  test("shows a file with line numbers", async () => {
    expect((await edit({ command: "view", path: "/testbed/a.txt" })).text).toBe(
      "/testbed/a.txt, 4 lines:\n     1\tone\n     2\ttwo\n     3\tthree\n     4\ttwo",
    );
  });

  test.each([[[2, 3]], [["2", "3"]], ["[2, 3]"], ["2 3"], ["2, 3"]])("shows the lines of view_range %j", async (range) => {
    expect((await edit({ command: "view", path: "/testbed/a.txt", view_range: range })).text).toBe(
      "/testbed/a.txt, lines 2 to 3 of 4:\n     2\ttwo\n     3\tthree",
    );
  });

  test("reads -1 as the end, and names the valid range when given another", async () => {
    expect((await edit({ command: "view", path: "/testbed/a.txt", view_range: [4, -1] })).text).toContain("     4\ttwo");
    expect((await edit({ command: "view", path: "/testbed/a.txt", view_range: [0, 2] })).text).toMatch(/^ERROR: .*between 1 and 4/);
    expect((await edit({ command: "view", path: "/testbed/a.txt", view_range: [2, 9] })).text).toMatch(/^ERROR: .*between 2 and 4/);
    expect((await edit({ command: "view", path: "/testbed/empty.txt", view_range: [1, 1] })).text).toMatch(/^ERROR: .*empty/);
  });

  test("shows a folder two levels deep without hidden entries", async () => {
    const { text } = await edit({ command: "view", path: "/testbed" });
    expect(text).toContain("/testbed/src/\n/testbed/src/deep/");
    expect(text).not.toContain("er/x.py");
    expect(text).not.toContain(".hidden");
  });

  test("refuses binary files with size and type", async () => {
    expect((await edit({ command: "view", path: "/testbed/image.png" })).text).toMatch(/^ERROR: .*a PNG image of 6 bytes/);
  });

  test("says when a file is not UTF-8 or ends its lines with CRLF", async () => {
    expect((await edit({ command: "view", path: "/testbed/latin1.txt" })).text).toMatch(/Latin-1\):\n {5}1\tcafé/);
    expect((await edit({ command: "view", path: "/testbed/crlf.txt" })).text).toBe(
      "/testbed/crlf.txt, 2 lines (line ends: CRLF):\n     1\tone\n     2\ttwo",
    );
  });

  test("clips a long response", async () => {
    const { text } = await edit({ command: "view", path: "/testbed/big.txt" });
    expect(text).toContain("<response clipped>");
    expect(text).toContain("grep -n");
    expect(text.length).toBeLessThan(10_300);
  });

  test("leaves out function bodies of long Python files unless told otherwise", async () => {
    const concise = (await edit({ command: "view", path: "/testbed/long.py" })).text;
    expect(concise).toContain("     1\tdef f0(a):\n      \t    ... lines 2-5 left out ...\n     6\t\n     7\tdef f1(a):");
    expect((await edit({ command: "view", path: "/testbed/long.py", concise: false })).text).toContain("    b = a");
    expect((await edit({ command: "view", path: "/testbed/long.py", view_range: [1, 3] })).text).toContain("    b = a");
    expect((await callTool(plain, { command: "view", path: "/testbed/long.py" }, sandbox)).text).toContain("    b = a");
  });
});

describe("edits", () => {
  test("str_replace shows the lines around the change", async () => {
    const { text } = await edit({ command: "str_replace", path: "/testbed/a.txt", old_str: "three", new_str: "3\n3b" });
    expect(text).toContain("     1\tone\n     2\ttwo\n     3\t3\n     4\t3b\n     5\ttwo");
    expect(await read("/testbed/a.txt")).toBe("one\ntwo\n3\n3b\ntwo\n");
  });

  test("str_replace names the lines of several occurrences", async () => {
    expect((await edit({ command: "str_replace", path: "/testbed/a.txt", old_str: "two", new_str: "x" })).text).toMatch(
      /^ERROR: .*lines 2, 4/,
    );
    expect((await edit({ command: "str_replace", path: "/testbed/a.txt", old_str: "four", new_str: "x" })).text).toMatch(
      /^ERROR: .*does not occur/,
    );
  });

  test("str_replace counts occurrences that overlap", async () => {
    await edit({ command: "create", path: "/testbed/aaa.txt", file_text: "-aaa-" });
    expect((await edit({ command: "str_replace", path: "/testbed/aaa.txt", old_str: "aa", new_str: "b" })).text).toMatch(
      /^ERROR: .*more than once/,
    );
  });

  test("str_replace without new_str deletes", async () => {
    await edit({ command: "str_replace", path: "/testbed/a.txt", old_str: "three\n" });
    expect(await read("/testbed/a.txt")).toBe("one\ntwo\ntwo\n");
  });

  test("str_replace over lines of a CRLF file works with the text as it was shown", async () => {
    const { text } = await edit({ command: "str_replace", path: "/testbed/crlf.txt", old_str: "one\ntwo", new_str: "1\n2" });
    expect(text).toContain("CRLF");
    expect(await read("/testbed/crlf.txt")).toBe("1\r\n2\r\n");
  });

  test("edits a Latin-1 file in its own encoding", async () => {
    await edit({ command: "str_replace", path: "/testbed/latin1.txt", old_str: "café", new_str: "thé" });
    expect(Buffer.from((await sandbox.readFile("/testbed/latin1.txt")) ?? []).toString("latin1")).toBe("thé\nbar\n");
  });

  test("insert takes a line number as text, and keeps the file's line ends", async () => {
    await edit({ command: "insert", path: "/testbed/crlf.txt", insert_line: "1", new_str: "between" });
    expect(await read("/testbed/crlf.txt")).toBe("one\r\nbetween\r\ntwo\r\n");
    expect((await edit({ command: "insert", path: "/testbed/a.txt", insert_line: 5, new_str: "x" })).text).toMatch(
      /^ERROR: .*between 0 and 4/,
    );
  });

  test("undo_edit goes back step by step, and across other tools' changes", async () => {
    await edit({ command: "str_replace", path: "/testbed/a.txt", old_str: "one", new_str: "1" });
    await edit({ command: "insert", path: "/testbed/a.txt", insert_line: 0, new_str: "zero" });
    await edit({ command: "undo_edit", path: "/testbed/a.txt" });
    expect(await read("/testbed/a.txt")).toBe("1\ntwo\nthree\ntwo\n");
    await edit({ command: "undo_edit", path: "/testbed/a.txt" });
    expect(await read("/testbed/a.txt")).toBe("one\ntwo\nthree\ntwo\n");
    expect((await edit({ command: "undo_edit", path: "/testbed/a.txt" })).text).toMatch(/^ERROR: no edit/);
  });

  test("a relative path is read from the working directory, and said to be", async () => {
    const { text } = await edit({ command: "create", path: "new/file.txt", file_text: "x" });
    expect(text).toMatch(/^NOTE: .*\/testbed\/new\/file\.txt/);
    expect(await read("/testbed/new/file.txt")).toBe("x");
  });

  test.each([
    [{ command: "create", path: "/testbed/a.txt", file_text: "x" }, "exists already"],
    [{ command: "create", path: "/testbed/new.txt" }, "file_text"],
    [{ command: "str_replace", path: "/testbed/a.txt" }, "old_str"],
    [{ command: "str_replace", path: "/testbed/src", old_str: "x" }, "not a file"],
    [{ command: "insert", path: "/testbed/a.txt", new_str: "x" }, "insert_line"],
    [{ command: "insert", path: "/testbed/none.txt", insert_line: 0, new_str: "x" }, "there is no"],
    [{ command: "view", path: "/testbed/none.txt" }, "there is no"],
  ])("%j is an error that says what to do", async (args, expected) => {
    const { text } = await edit(args);
    expect(text).toMatch(/^ERROR:/);
    expect(text).toContain(expected);
  });

  test("undo_edit finds an edit that was made through a link, under either name", async () => {
    await sandbox.run("ln -s a.txt /testbed/link");
    await edit({ command: "insert", path: "/testbed/a.txt", insert_line: 0, new_str: "first" });
    await edit({ command: "insert", path: "/testbed/link", insert_line: 0, new_str: "second" });
    await edit({ command: "undo_edit", path: "/testbed/a.txt" });
    expect(await read("/testbed/a.txt")).toBe("first\none\ntwo\nthree\ntwo\n");
    expect((await edit({ command: "undo_edit", path: "/testbed/link" })).text).toMatch(/^Undone/);
    expect(await read("/testbed/a.txt")).toBe("one\ntwo\nthree\ntwo\n");
    expect((await sandbox.stat("/testbed/link"))?.type).toBe("symlink");
  });

  test("an undo_edit that could not be written can be tried again", async () => {
    await edit({ command: "insert", path: "/testbed/a.txt", insert_line: 0, new_str: "first" });
    const refusing: Sandbox = {
      workdir: sandbox.workdir,
      run: (command, options) => sandbox.run(command, options),
      readFile: (path) => sandbox.readFile(path),
      writeFile: () => Promise.reject(new Error("read-only")),
      remove: (path) => sandbox.remove(path),
      stat: (path) => sandbox.stat(path),
      list: (path) => sandbox.list(path),
    };
    const run = (): Promise<ToolResult> => callTool(editor, { command: "undo_edit", path: "/testbed/a.txt" }, refusing, state);
    await expect(run()).rejects.toThrow("read-only");
    expect((await edit({ command: "undo_edit", path: "/testbed/a.txt" })).text).toMatch(/^Undone/);
    expect(await read("/testbed/a.txt")).toBe("one\ntwo\nthree\ntwo\n");
  });

  test("undo_edit is not offered where the scaffold's editor has none", () => {
    expect(plain.prepare({ command: "undo_edit", path: "/x" }).ok).toBe(false);
    expect(Object.keys(plain.parameters["properties"] as object)).not.toContain("concise");
  });
});
