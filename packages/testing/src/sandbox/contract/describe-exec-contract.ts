import type { SandboxHandle } from "@swe/core";
import { describe, expect, it } from "vitest";

/** What every sandbox does with a plain exec. */
export function describeExecContract(sandbox: () => SandboxHandle): void {
  describe("exec", () => {
    it("runs an argv as it is, with its status", async () => {
      const result = await sandbox().exec(["printf", "%s|", "a b", "$HOME", "it's"]);
      expect(result).toMatchObject({ exitCode: 0, stdout: "a b|$HOME|it's|", endedBy: "exit" });
      expect((await sandbox().exec(["bash", "-c", "exit 9"])).exitCode).toBe(9);
    });

    it.each([
      ["a program without a name", [], {}],
      ["a zero byte in a word", ["echo", "a\0b"], {}],
      ["a relative folder", ["echo", "ran"], { cwd: "here" }],
      ["a limit that is no number", ["echo", "ran"], { timeoutMs: Number.NaN }],
    ])("refuses %s before anything is started", async (_name, argv, options) => {
      await expect(sandbox().exec(argv, options)).rejects.toMatchObject({ code: "input" });
    });

    it("takes stdin and has a time limit", async () => {
      expect((await sandbox().exec(["cat"], { stdin: "given" })).stdout).toBe("given");
      const result = await sandbox().exec(["bash", "-c", "echo before; sleep 60"], { timeoutMs: 300 });
      expect(result).toMatchObject({ endedBy: "timeout", timedOut: true, exitCode: null });
    });

    it("runs in the folder and with the variables it is told, and without a trace of others", async () => {
      await sandbox().run("cd /tmp; export LEFT=1");
      const script = 'pwd; echo "$GIVEN[$LEFT]"';
      const given = await sandbox().exec(["bash", "-c", script], { cwd: "/tmp", env: { GIVEN: "a 'b' $c" } });
      expect(given.stdout).toBe("/tmp\na 'b' $c[]\n");
      expect((await sandbox().exec(["bash", "-c", script])).stdout).toBe(`${sandbox().workdir}\n[]\n`);
    });

    it("keeps both streams apart and bounded", async () => {
      const result = await sandbox().exec(["bash", "-c", "seq 1 200; seq 1 100 >&2; exit 3"], { maxOutputBytes: 20 });
      expect(result).toMatchObject({ exitCode: 3, truncated: true, outputBytes: 692 + 292 });
      expect(Buffer.from(result.bytes.stdout).toString()).toBe("1\n2\n3\n4\n5\n8\n199\n200\n");
    });

    it("ends on abort, with the output so far where there is some", async () => {
      const controller = new AbortController();
      const running = sandbox().exec(["bash", "-c", "echo before; sleep 60"], { abortSignal: controller.signal });
      setTimeout(() => controller.abort(), 2000);
      expect(await running).toMatchObject({ endedBy: "abort", timedOut: false, exitCode: null, stdout: "before\n" });
      expect(await sandbox().exec(["echo", "late"], { abortSignal: controller.signal })).toMatchObject({ endedBy: "abort", stdout: "" });
      expect((await sandbox().exec(["echo", "on"])).stdout).toBe("on\n");
    });
  });
}
