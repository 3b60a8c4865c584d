import { shellQuote, type SandboxHandle, type SandboxProvider } from "@swe/core";
import { createDockerProvider } from "@swe/runtime-docker";
import { ensureBaseImage } from "@swe/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEditorTool, createExecuteBashTool, createToolState, search, type Tool, type ToolState } from "../src/index.ts";
import { callTool } from "./call-tool.ts";

const editor = createEditorTool({ name: "file_editor", undo: true, concise: true });
const bash = createExecuteBashTool();

let provider: SandboxProvider;
let sandbox: SandboxHandle;
let state: ToolState;
const call = async (tool: Tool, args: Readonly<Record<string, unknown>>, timeoutMs?: number): Promise<string> =>
  (await callTool(tool, args, sandbox, state, timeoutMs)).text;
const sh = async (command: string): Promise<string> => (await sandbox.run(command)).output;

beforeAll(async () => {
  provider = createDockerProvider({ owner: { runId: `agent-tools-${process.pid}` } });
  sandbox = await provider.create({ image: await ensureBaseImage() });
});
afterAll(async () => {
  await sandbox?.stop();
  await provider?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  state = createToolState();
  await sandbox.exec(["sh", "-c", "rm -rf /testbed && mkdir /testbed"], { cwd: "/" });
});

/** Writes a file without the sandbox's own file interface, so that one does not vouch for the other. */
async function put(path: string, content: Uint8Array): Promise<void> {
  await sandbox.exec(["sh", "-c", 'mkdir -p "$(dirname -- "$1")" && cat > "$1"', "sh", path], { stdin: content });
}

async function sha(path: string): Promise<string> {
  return (await sandbox.exec(["sh", "-c", 'sha256sum < "$1"', "sh", path])).stdout.slice(0, 64);
}

describe("file_editor in a container", () => {
  test("edits ten megabytes in place, without touching another byte", async () => {
    const filler = Buffer.alloc(5_000_000, "0123456789abcdef\t\r\n\u00ff\u0000", "latin1");
    await put("/testbed/big", Buffer.concat([filler, Buffer.from("THE MARK"), filler]));
    expect(await call(editor, { command: "str_replace", path: "/testbed/big", old_str: "THE MARK", new_str: "é" })).toContain("Edited");
    await put("/testbed/expected", Buffer.concat([filler, Buffer.from("é", "latin1"), filler]));
    expect(await sha("/testbed/big")).toBe(await sha("/testbed/expected"));
    expect(await call(editor, { command: "undo_edit", path: "/testbed/big" })).toContain("Undone");
    await put("/testbed/expected", Buffer.concat([filler, Buffer.from("THE MARK"), filler]));
    expect(await sha("/testbed/big")).toBe(await sha("/testbed/expected"));
  });

  test.each([
    "with space.txt",
    'it\'s "quoted".txt',
    "-rf",
    "--help",
    "$HOME.txt",
    "new\nline.txt",
    "tab\t.txt",
    "ünïcode.txt",
    "*.txt",
    "\\n.txt",
  ])("creates, edits and views a file called %j", async (name) => {
    const path = `/testbed/sub dir/${name}`;
    expect(await call(editor, { command: "create", path, file_text: "one\n" })).toMatch(/^Created/);
    expect(await call(editor, { command: "insert", path, insert_line: 1, new_str: "two" })).toMatch(/^Edited/);
    expect(await call(editor, { command: "view", path })).toContain("     2\ttwo");
    expect(await sh(`cat -- ${shellQuote(path)}`)).toBe("one\ntwo\n");
    expect(await call(editor, { command: "view", path: "/testbed/sub dir" })).toContain(
      name.includes("\n") || name.includes("\t") ? "\\" : name,
    );
  });

  test("keeps the mode of a file, and the link that leads to it", async () => {
    await sh("printf 'a\\n' > /testbed/run.sh && chmod 755 /testbed/run.sh && ln -s run.sh '/testbed/link' && chmod 444 /testbed/run.sh");
    expect(await call(editor, { command: "str_replace", path: "/testbed/link", old_str: "a", new_str: "b" })).toMatch(/^Edited/);
    expect(await sh("stat -c '%a %F' /testbed/run.sh /testbed/link; cat /testbed/run.sh")).toBe("444 regular file\n777 symbolic link\nb\n");
  });

  test("follows a link to a folder, and refuses to create over a broken one", async () => {
    await sh("mkdir /testbed/real && touch /testbed/real/f && ln -s real /testbed/dir && ln -s nowhere /testbed/broken");
    expect(await call(editor, { command: "view", path: "/testbed/dir" })).toContain("/testbed/real/f");
    expect(await call(editor, { command: "view", path: "/testbed/broken" })).toMatch(/^ERROR: there is no/);
    expect(await call(editor, { command: "create", path: "/testbed/broken", file_text: "x" })).toMatch(/^ERROR: .*exists already/);
  });

  test("says so when a path cannot be written or read", async () => {
    expect(
      await call(editor, { command: "create", path: "/proc/nothing/here", file_text: "x" }).catch((error: unknown) => String(error)),
    ).toMatch(/ERROR|SandboxFileError/);
    expect(await call(editor, { command: "view", path: "/dev/null" })).toMatch(/^ERROR: .*neither a file nor a folder/);
  });
});

describe("search in a container", () => {
  test("counts matching lines per file, without hidden and binary files", async () => {
    await sh(
      "mkdir -p a/b .git .cache 'x y' && echo 'a.b c' > a/one && printf 'a.b\\na.b a.b\\n' > a/b/two && echo a.b | tee .hidden .git/f .cache/f a/.h && echo axb > a/no && printf 'a.b\\0' > bin && echo a.b > 'x y/n'",
    );
    expect(await call(search, { search_term: "a.b" })).toBe(
      '"a.b" is on 4 lines in 3 files of /testbed. Lines per file:\n/testbed/a/b/two (2)\n/testbed/a/one (1)\n/testbed/x y/n (1)',
    );
    expect(await call(search, { search_term: "a.b", path: "a" })).toContain("/testbed/a/one (1)");
    expect(await call(search, { search_term: "nowhere to be found" })).toBe('No file in /testbed holds "nowhere to be found".');
  });

  test("searches a repository whatever its settings, its ignored files as well", async () => {
    await sh(
      "git init -q . && git config grep.lineNumber true && git config grep.patternType perl && git config grep.fullName true && git config color.ui always && chown -R 1234 . && echo build > .gitignore && mkdir -p build src && echo 'f(' > build/x && echo 'f(' > src/y",
    );
    expect(await call(search, { search_term: "f(", path: "/testbed" })).toContain("/testbed/build/x (1)\n/testbed/src/y (1)");
  });

  test("asks to narrow a search with too many files", async () => {
    await sh("for i in $(seq 101); do echo needle > f$i; done");
    expect(await call(search, { search_term: "needle" })).toMatch(/^101 files in .* too many/);
  });

  test("shows the numbered lines of a file", async () => {
    await sh("printf 'x\\n-e needle\\ny\\nneedle\\r\\n' > f");
    expect(await call(search, { search_term: "needle", path: "/testbed/f" })).toBe(
      '2 lines hold "needle" in /testbed/f:\n     2\t-e needle\n     4\tneedle',
    );
    expect(await call(search, { search_term: "-e needle", path: "/testbed" })).toContain("/testbed/f (1)");
  });
});

describe("execute_bash in a container", () => {
  test("reports exit code and both streams", async () => {
    expect(await call(bash, { cmd: "echo out; echo err >&2; exit 3" })).toBe("Exit code: 3\n[STDOUT]\nout\n[STDERR]\nerr");
  });

  test("keeps the first and last forty lines", async () => {
    const lines = (await call(bash, { command: "seq 200" })).split("\n");
    expect(lines.slice(0, 3)).toEqual(["Exit code: 0", "[STDOUT]", "1"]);
    expect(lines.indexOf("[... 120 lines left out ...]")).toBe(42);
    expect(lines.at(-1)).toBe("200");
  });

  test("kills a command that takes too long, with its children, and keeps what it printed", async () => {
    const text = await call(bash, { command: "echo begun; setsid sleep 987 & sleep 987" }, 1500);
    expect(text).toContain("begun");
    expect(text).toContain("ran longer than 1.5 s");
    expect(await sh("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '")).not.toContain("sleep 987");
  });

  test("waits for no input and pages nothing", async () => {
    expect(await call(bash, { command: "cat; echo $PAGER; pwd" })).toContain("cat\n/testbed");
  });
});
