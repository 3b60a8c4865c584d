import type { SandboxHandle } from "@swe/core";
import { describe, expect, it } from "vitest";

/** What every sandbox does with a command. */
export function describeRunContract(sandbox: () => SandboxHandle): void {
  describe("run", () => {
    it("returns exit code, both streams and their exact size", async () => {
      const result = await sandbox().run("echo out; echo err >&2; exit 3");
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
      await expect(sandbox().run("echo ran", options)).rejects.toMatchObject({ code: "input" });
    });

    it("takes an endless limit for none", async () => {
      const result = await sandbox().run("sleep 0.1; echo done", { timeoutMs: Infinity, idleTimeoutMs: 2 ** 40 });
      expect(result).toMatchObject({ endedBy: "exit", stdout: "done\n" });
      expect(await sandbox().exec(["echo", "done"], { timeoutMs: Infinity })).toMatchObject({ endedBy: "exit", stdout: "done\n" });
    });

    it("tells a missing program and a syntax error by their status", async () => {
      expect((await sandbox().run("no-such-program-here")).exitCode).toBe(127);
      const broken = await sandbox().run("if then");
      expect(broken.exitCode).not.toBe(0);
      expect(broken.stderr).toContain("syntax error");
    });

    it("starts in the workdir, or where it is told", async () => {
      expect((await sandbox().run("pwd")).stdout).toBe(`${sandbox().workdir}\n`);
      expect((await sandbox().run("pwd", { cwd: "/tmp" })).stdout).toBe("/tmp\n");
      const nowhere = await sandbox().run("echo ran", { cwd: "/no/such/folder" });
      expect(nowhere.exitCode).toBe(126);
      expect(nowhere.stdout).toBe("");
      expect(nowhere.stderr).toContain("/no/such/folder");
    });

    it("lets no state survive into the next command", async () => {
      await sandbox().run("cd /tmp; export LEFT=1; PLAIN=1; left() { echo left; }; set -f; alias ll=ls");
      const result = await sandbox().run('pwd; echo "[$LEFT$PLAIN]"; left');
      expect(result.stdout).toBe(`${sandbox().workdir}\n[]\n`);
      expect(result.exitCode).toBe(127);
    });

    it("adds environment to one command alone, whatever the value holds", async () => {
      const value = `two words, 'quotes', "double", $HOME, \`id\`, \\, *, ünï\nsecond line`;
      expect((await sandbox().run('printf %s "$GIVEN"', { env: { GIVEN: value } })).stdout).toBe(value);
      expect((await sandbox().run('printf %s "$GIVEN"')).stdout).toBe("");
    });

    it("feeds stdin, which is empty when none is given", async () => {
      expect((await sandbox().run("cat", { stdin: "to the command\n" })).stdout).toBe("to the command\n");
      expect((await sandbox().run("cat; echo end")).stdout).toBe("end\n");
    });

    it("runs commands of many lines with quotes and here-documents", async () => {
      const result = await sandbox().run("for i in 1 2; do\n  echo \"it's $i\"\ndone\ncat <<'END'\n$literal \\ text\nEND\n");
      expect(result.stdout).toBe("it's 1\nit's 2\n$literal \\ text\n");
    });

    it("keeps head and tail of long output and counts all of it", async () => {
      const result = await sandbox().run('for i in $(seq 1 3000); do echo "line $i"; done', { maxOutputBytes: 1000 });
      const everything = Array.from({ length: 3000 }, (_, index) => `line ${index + 1}\n`).join("");
      expect(result.truncated).toBe(true);
      expect(result.outputBytes).toBe(everything.length);
      expect(Buffer.from(result.bytes.stdout).toString()).toBe(everything.slice(0, 500) + everything.slice(-500));
      expect(result.stdout).toContain(`[... ${everything.length - 1000} bytes dropped ...]`);
      expect(result.stdout.startsWith("line 1\nline 2\n")).toBe(true);
      expect(result.stdout.endsWith("line 2999\nline 3000\n")).toBe(true);
    });

    it("ends at its time limit with the output so far", async () => {
      const result = await sandbox().run("echo before; sleep 60; echo after", { timeoutMs: 300 });
      expect(result).toMatchObject({ endedBy: "timeout", timedOut: true, exitCode: null, stdout: "before\n" });
    });

    it("ends when it prints nothing for too long", async () => {
      const result = await sandbox().run("echo before; sleep 60; echo after", { idleTimeoutMs: 300 });
      expect(result).toMatchObject({ endedBy: "idle_timeout", timedOut: true, exitCode: null, stdout: "before\n" });
    });

    it("ends on abort with the output so far", async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error("enough")), 300);
      const result = await sandbox().run("echo before; sleep 60; echo after", { abortSignal: controller.signal });
      expect(result).toMatchObject({ endedBy: "abort", timedOut: false, exitCode: null, stdout: "before\n" });
      const late = await sandbox().run("echo late", { abortSignal: controller.signal });
      expect(late).toMatchObject({ endedBy: "abort", exitCode: null, stdout: "" });
    });

    it("goes on after a command was cut off", async () => {
      await sandbox().run("sleep 60", { timeoutMs: 100 });
      expect((await sandbox().run("echo fine")).stdout).toBe("fine\n");
    });

    it("runs several commands at once without mixing them up", async () => {
      const results = await Promise.all([1, 2, 3].map((number) => sandbox().run(`sleep 0.2; echo "number ${number}"; exit ${number}`)));
      expect(results.map((result) => [result.stdout, result.exitCode])).toEqual([1, 2, 3].map((number) => [`number ${number}\n`, number]));
    });

    it("does not cut characters in the text of output whose middle is dropped", async () => {
      const result = await sandbox().run("printf '%s' ääääääääää", { maxOutputBytes: 10 });
      expect(result.stdout).toBe("ää\n[... 10 bytes dropped ...]\nää");
      expect(result.bytes.stdout.length).toBe(10);
    });

    it("bounds each stream and the view of both, and counts both", async () => {
      const command = 'for i in $(seq 1 500); do echo "out $i"; echo "error $i" >&2; done';
      const result = await sandbox().run(command, { maxOutputBytes: 100 });
      const numbers = Array.from({ length: 500 }, (_, index) => index + 1);
      const sizes = numbers.map((number) => `out ${number}\nerror ${number}\n`.length);
      expect(result.outputBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
      expect(Object.values(result.bytes).map((kept: Uint8Array) => kept.length)).toEqual([100, 100, 100]);
      expect([result.stdout.startsWith("out 1\n"), result.stdout.endsWith("out 500\n")]).toEqual([true, true]);
      expect([result.stderr.startsWith("error 1\n"), result.stderr.endsWith("error 500\n")]).toEqual([true, true]);
      const none = await sandbox().run("echo something", { maxOutputBytes: 0 });
      expect(none).toMatchObject({ truncated: true, outputBytes: 10, stdout: "[... 10 bytes dropped ...]\n" });
    });

    it.each(["exit 5", "set -e; false; echo on", "exec false", "trap 'exit 5' EXIT", "set -u -f; IFS=x; shift 9"])(
      "is as before after a command that does %j",
      async (command) => {
        await sandbox().run(command);
        const result = await sandbox().run('printf \'%q %s \' "$IFS" $?; for i in *.none; do echo "$i"; done; false; echo on');
        expect(result).toMatchObject({ exitCode: 0, stderr: "" });
        expect(result.stdout).toBe("$' \\t\\n' 0 *.none\non\n");
      },
    );
  });
}
