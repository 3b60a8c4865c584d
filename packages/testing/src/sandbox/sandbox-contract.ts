import { SandboxFileError, type SandboxHandle, type SandboxLostError, SweError } from "@swe/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * The contract of a sandbox as a suite: every implementation, the in-memory fake included, has to pass it. `create` yields a fresh
 * sandbox whose workdir exists and can be written.
 */
export function describeSandboxContract(name: string, create: () => Promise<SandboxHandle>): void {
  describe(`${name} keeps the sandbox contract`, () => {
    let sandbox: SandboxHandle;
    beforeAll(async () => {
      sandbox = await create();
    });
    afterAll(async () => {
      await sandbox.stop();
    });

    describe("run", () => {
      it("returns exit code, both streams and their exact size", async () => {
        const result = await sandbox.run("echo out; echo err >&2; exit 3");
        expect(result).toMatchObject({ exitCode: 3, stdout: "out\n", stderr: "err\n", endedBy: "exit", outputBytes: 8 });
        expect(result).toMatchObject({ timedOut: false, truncated: false, oomKilled: false, sandboxRestarted: false });
        expect(result.output.split("\n").toSorted()).toEqual(["", "err", "out"]);
        expect(Buffer.from(result.bytes.stdout).toString()).toBe("out\n");
        expect(Buffer.from(result.bytes.stderr).toString()).toBe("err\n");
      });

      it.each([
        ["a relative folder", { cwd: "here" }],
        ["a zero byte in the folder", { cwd: "/tmp\0" }],
        ["a zero byte in a variable", { env: { GIVEN: "a\0b" } }],
        ["a variable without a name", { env: { "": "x" } }],
        ["a limit below nothing", { timeoutMs: -1 }],
        ["a limit that is no number", { idleTimeoutMs: Number.NaN }],
        ["endless output", { maxOutputBytes: Infinity }],
      ])("refuses %s before anything is started", async (_name, options) => {
        await expect(sandbox.run("echo ran", options)).rejects.toMatchObject({ code: "input" });
      });

      it("takes an endless limit for none", async () => {
        const result = await sandbox.run("sleep 0.1; echo done", { timeoutMs: Infinity, idleTimeoutMs: 2 ** 40 });
        expect(result).toMatchObject({ endedBy: "exit", stdout: "done\n" });
        expect(await sandbox.exec(["echo", "done"], { timeoutMs: Infinity })).toMatchObject({ endedBy: "exit", stdout: "done\n" });
      });

      it("tells a missing program and a syntax error by their status", async () => {
        expect((await sandbox.run("no-such-program-here")).exitCode).toBe(127);
        const broken = await sandbox.run("if then");
        expect(broken.exitCode).not.toBe(0);
        expect(broken.stderr).toContain("syntax error");
      });

      it("starts in the workdir, or where it is told", async () => {
        expect((await sandbox.run("pwd")).stdout).toBe(`${sandbox.workdir}\n`);
        expect((await sandbox.run("pwd", { cwd: "/tmp" })).stdout).toBe("/tmp\n");
        const nowhere = await sandbox.run("echo ran", { cwd: "/no/such/folder" });
        expect(nowhere.exitCode).toBe(126);
        expect(nowhere.stdout).toBe("");
        expect(nowhere.stderr).toContain("/no/such/folder");
      });

      it("lets no state survive into the next command", async () => {
        await sandbox.run("cd /tmp; export LEFT=1; PLAIN=1; left() { echo left; }; set -f; alias ll=ls");
        const result = await sandbox.run('pwd; echo "[$LEFT$PLAIN]"; left');
        expect(result.stdout).toBe(`${sandbox.workdir}\n[]\n`);
        expect(result.exitCode).toBe(127);
      });

      it("adds environment to one command alone, whatever the value holds", async () => {
        const value = `two words, 'quotes', "double", $HOME, \`id\`, \\, *, ünï\nsecond line`;
        expect((await sandbox.run('printf %s "$GIVEN"', { env: { GIVEN: value } })).stdout).toBe(value);
        expect((await sandbox.run('printf %s "$GIVEN"')).stdout).toBe("");
      });

      it("feeds stdin, which is empty when none is given", async () => {
        expect((await sandbox.run("cat", { stdin: "to the command\n" })).stdout).toBe("to the command\n");
        expect((await sandbox.run("cat; echo end")).stdout).toBe("end\n");
      });

      it("runs commands of many lines with quotes and here-documents", async () => {
        const result = await sandbox.run("for i in 1 2; do\n  echo \"it's $i\"\ndone\ncat <<'END'\n$literal \\ text\nEND\n");
        expect(result.stdout).toBe("it's 1\nit's 2\n$literal \\ text\n");
      });

      it("keeps head and tail of long output and counts all of it", async () => {
        const result = await sandbox.run('for i in $(seq 1 3000); do echo "line $i"; done', { maxOutputBytes: 1000 });
        const everything = Array.from({ length: 3000 }, (_, index) => `line ${index + 1}\n`).join("");
        expect(result.truncated).toBe(true);
        expect(result.outputBytes).toBe(everything.length);
        expect(Buffer.from(result.bytes.stdout).toString()).toBe(everything.slice(0, 500) + everything.slice(-500));
        expect(result.stdout).toContain(`[... ${everything.length - 1000} bytes dropped ...]`);
        expect(result.stdout.startsWith("line 1\nline 2\n")).toBe(true);
        expect(result.stdout.endsWith("line 2999\nline 3000\n")).toBe(true);
      });

      it("ends at its time limit with the output so far", async () => {
        const result = await sandbox.run("echo before; sleep 60; echo after", { timeoutMs: 300 });
        expect(result).toMatchObject({ endedBy: "timeout", timedOut: true, exitCode: null, stdout: "before\n" });
      });

      it("ends when it prints nothing for too long", async () => {
        const result = await sandbox.run("echo before; sleep 60; echo after", { idleTimeoutMs: 300 });
        expect(result).toMatchObject({ endedBy: "idle_timeout", timedOut: true, exitCode: null, stdout: "before\n" });
      });

      it("ends on abort with the output so far", async () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(new Error("enough")), 300);
        const result = await sandbox.run("echo before; sleep 60; echo after", { abortSignal: controller.signal });
        expect(result).toMatchObject({ endedBy: "abort", timedOut: false, exitCode: null, stdout: "before\n" });
        const late = await sandbox.run("echo late", { abortSignal: controller.signal });
        expect(late).toMatchObject({ endedBy: "abort", exitCode: null, stdout: "" });
      });

      it("goes on after a command was cut off", async () => {
        await sandbox.run("sleep 60", { timeoutMs: 100 });
        expect((await sandbox.run("echo fine")).stdout).toBe("fine\n");
      });

      it("runs several commands at once without mixing them up", async () => {
        const results = await Promise.all([1, 2, 3].map((number) => sandbox.run(`sleep 0.2; echo "number ${number}"; exit ${number}`)));
        expect(results.map((result) => [result.stdout, result.exitCode])).toEqual(
          [1, 2, 3].map((number) => [`number ${number}\n`, number]),
        );
      });
    });

    describe("exec", () => {
      it("runs an argv as it is, with its status", async () => {
        const result = await sandbox.exec(["printf", "%s|", "a b", "$HOME", "it's"]);
        expect(result).toMatchObject({ exitCode: 0, stdout: "a b|$HOME|it's|", endedBy: "exit" });
        expect((await sandbox.exec(["bash", "-c", "exit 9"])).exitCode).toBe(9);
      });

      it.each([
        ["a program without a name", [], {}],
        ["a zero byte in a word", ["echo", "a\0b"], {}],
        ["a relative folder", ["echo", "ran"], { cwd: "here" }],
        ["a limit that is no number", ["echo", "ran"], { timeoutMs: Number.NaN }],
      ])("refuses %s before anything is started", async (_name, argv, options) => {
        await expect(sandbox.exec(argv, options)).rejects.toMatchObject({ code: "input" });
      });

      it("takes stdin and has a time limit", async () => {
        expect((await sandbox.exec(["cat"], { stdin: "given" })).stdout).toBe("given");
        const result = await sandbox.exec(["bash", "-c", "echo before; sleep 60"], { timeoutMs: 300 });
        expect(result).toMatchObject({ endedBy: "timeout", timedOut: true, exitCode: null });
      });
    });

    describe("files", () => {
      const folder = (): string => `${sandbox.workdir}/files`;

      it("writes and reads exact bytes and makes parents", async () => {
        const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7) % 256);
        const path = `${folder()}/deep/er/it's a file $x.bin`;
        await sandbox.writeFile(path, bytes);
        expect(Buffer.from((await sandbox.readFile(path)) ?? []).equals(Buffer.from(bytes))).toBe(true);
        await sandbox.writeFile(path, "ünï\r\nno newline at the end");
        expect(Buffer.from((await sandbox.readFile(path)) ?? []).toString()).toBe("ünï\r\nno newline at the end");
        await sandbox.writeFile(path, "");
        expect((await sandbox.readFile(path))?.length).toBe(0);
        expect(await sandbox.stat(path)).toMatchObject({ type: "file", size: 0 });
      });

      it("sees what commands wrote, and commands see what it wrote", async () => {
        await sandbox.writeFile(`${folder()}/from-driver`, "one\n");
        const result = await sandbox.run(`cat from-driver; echo two > from-command`, { cwd: folder() });
        expect(result.stdout).toBe("one\n");
        expect(Buffer.from((await sandbox.readFile(`${folder()}/from-command`)) ?? []).toString()).toBe("two\n");
      });

      it("keeps the mode of a file it replaces, and sets the one it is given", async () => {
        const path = `${folder()}/script.sh`;
        await sandbox.writeFile(path, "a");
        expect((await sandbox.stat(path))?.mode).toBe(0o644);
        await sandbox.writeFile(path, "b", { mode: 0o755 });
        expect((await sandbox.stat(path))?.mode).toBe(0o755);
        await sandbox.writeFile(path, "longer than before");
        expect(await sandbox.stat(path)).toEqual({ type: "file", size: 18, mode: 0o755 });
      });

      it("says null for what is not there", async () => {
        const path = `${folder()}/missing`;
        expect(await sandbox.readFile(path)).toBeNull();
        expect(await sandbox.stat(path)).toBeNull();
        expect(await sandbox.list(path)).toBeNull();
        await sandbox.remove(path);
      });

      it("reports a symlink as itself and reads through it", async () => {
        await sandbox.writeFile(`${folder()}/target`, "behind the link");
        await sandbox.run(`ln -s target link`, { cwd: folder() });
        expect((await sandbox.stat(`${folder()}/link`))?.type).toBe("symlink");
        expect(Buffer.from((await sandbox.readFile(`${folder()}/link`)) ?? []).toString()).toBe("behind the link");
      });

      it("lists a folder by name, hidden files too", async () => {
        const path = `${folder()}/listed`;
        await sandbox.writeFile(`${path}/b.txt`, "bb");
        await sandbox.writeFile(`${path}/.hidden`, "h");
        await sandbox.writeFile(`${path}/a dir/x`, "");
        const entries = await sandbox.list(path);
        expect(entries?.map(({ name, type }) => [name, type])).toEqual([
          [".hidden", "file"],
          ["a dir", "directory"],
          ["b.txt", "file"],
        ]);
        expect(entries?.[2]).toMatchObject({ size: 2, mode: 0o644 });
        await sandbox.remove(path);
        expect(await sandbox.stat(path)).toBeNull();
      });

      it("refuses with a typed error what cannot be read or written", async () => {
        await sandbox.writeFile(`${folder()}/plain`, "");
        await expect(sandbox.readFile(folder())).rejects.toThrow(SandboxFileError);
        await expect(sandbox.writeFile(folder(), "x")).rejects.toThrow(SandboxFileError);
        await expect(sandbox.readFile("relative/path")).rejects.toMatchObject({ code: "input" });
      });
    });

    describe("after stop", () => {
      it("rejects every call as lost, and may be stopped again", async () => {
        const other = await create();
        await other.stop();
        await other.stop();
        const failures = await Promise.all(
          [other.run("true"), other.exec(["true"]), other.readFile("/etc/hostname"), other.stat("/")].map((call) =>
            call.then(
              () => undefined,
              (error: unknown) => error,
            ),
          ),
        );
        for (const failure of failures) {
          expect(SweError.isInstance(failure) && failure.code).toBe("sandbox_lost");
          expect((failure as SandboxLostError).sandboxUsable).toBe(false);
        }
      });
    });
  });
}
