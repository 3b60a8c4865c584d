import type { SandboxHandle } from "@swe/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * What a sandbox has to keep that has real processes: every backend but the in-memory fake. `create` yields a fresh sandbox with bash,
 * coreutils and Python whose workdir can be written, and with no more memory than it is given.
 */
export function describeProcessContract(name: string, create: (limits: { readonly memoryBytes: number }) => Promise<SandboxHandle>): void {
  describe(`${name} keeps the contract of processes`, () => {
    let sandbox: SandboxHandle;
    beforeAll(async () => {
      sandbox = await create({ memoryBytes: 128 * 1024 ** 2 });
    });
    afterAll(() => sandbox.stop());
    const alive = async (pattern: string): Promise<string> => (await sandbox.exec(["pgrep", "-fx", pattern])).stdout;

    const trees = [
      ["a child in the background", "sleep 7001 & sleep 7001"],
      ["a session of its own", "setsid sleep 7001 & setsid -f sleep 7001; sleep 7001"],
      ["a cleared environment", "env -i setsid sleep 7001 & sleep 7001"],
      ["a child that ignores signals", "(trap '' TERM INT HUP; exec sleep 7001) & sleep 7001"],
    ] as const;
    it.each(trees)("kills the whole tree of a command at its time limit: %s", async (_name, command) => {
      const result = await sandbox.run(`echo so far; ${command}`, { timeoutMs: 1500 });
      expect(result).toMatchObject({ endedBy: "timeout", stdout: "so far\n" });
      expect(await alive("sleep 7001")).toBe("");
    });

    it.each(trees.slice(1, 3))("kills the whole tree of an exec at its time limit: %s", async (_name, command) => {
      const result = await sandbox.exec(["bash", "-c", `echo so far; ${command}`], { timeoutMs: 2000 });
      expect(result).toMatchObject({ endedBy: "timeout", stdout: "so far\n" });
      expect(await alive("sleep 7001")).toBe("");
    });

    it("spares what earlier commands left running when one is cut off", async () => {
      await sandbox.run("setsid sleep 7002 >/dev/null 2>&1 & sleep 7003 >/dev/null 2>&1 &");
      await sandbox.run("sleep 7001", { timeoutMs: 300 });
      await sandbox.exec(["sleep", "7001"], { timeoutMs: 300 });
      expect([await alive("sleep 7002"), await alive("sleep 7003")].every((pids) => /^\d+\n$/.test(pids))).toBe(true);
      await sandbox.exec(["pkill", "sleep"]);
    });

    it("waits for no background child, and shows its later output to nobody", async () => {
      const first = await sandbox.run(
        "(while [ ! -e go ]; do sleep 0.1; done; echo late; echo late >&2; touch printed; sleep 7004) & echo early",
      );
      expect(first).toMatchObject({ stdout: "early\n", exitCode: 0 });
      const second = await sandbox.run("touch go; while [ ! -e printed ]; do sleep 0.1; done; echo second");
      expect([second.stdout, second.stderr]).toEqual(["second\n", ""]);
      const both = await Promise.all([sandbox.run("echo one"), sandbox.run("echo two")]);
      expect(both.map(({ output }) => output)).toEqual(["one\n", "two\n"]);
      await sandbox.exec(["pkill", "sleep"]);
    });

    it("gives a command a process group of its own and no input", async () => {
      const result = await sandbox.run("trap '' TERM; kill 0; read -r line; echo \"$? [$line]\"");
      expect(result).toMatchObject({ exitCode: 0, stdout: "1 []\n" });
    });

    it("tells that a process ran out of memory, of a command and of an exec", async () => {
      const hog = "python3 -c 'x = bytearray(400 << 20)'";
      expect(await sandbox.run(hog)).toMatchObject({ exitCode: 137, oomKilled: true });
      expect(await sandbox.run("kill -9 $BASHPID")).toMatchObject({ exitCode: 137, oomKilled: false });
      expect(await sandbox.exec(["bash", "-c", `${hog}; exit 3`])).toMatchObject({ exitCode: 3, oomKilled: true });
      expect(await sandbox.exec(["bash", "-c", "kill -9 $$"])).toMatchObject({ exitCode: 137, oomKilled: false });
    });

    it("keeps exact bytes of what is no text, and replaces them in the text", async () => {
      const result = await sandbox.run(`printf 'a\\xff\\x00b\\xc3'`);
      expect([...result.bytes.stdout]).toEqual([0x61, 0xff, 0, 0x62, 0xc3]);
      expect(result).toMatchObject({ stdout: "a\ufffd\0b\ufffd", outputBytes: 5 });
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      expect([...(await sandbox.exec(["cat"], { stdin: bytes })).bytes.stdout]).toEqual([...bytes]);
      expect([...(await sandbox.run("cat", { stdin: bytes })).bytes.stdout]).toEqual([...bytes]);
    });

    it("refuses what is no file with an end instead of waiting for it", async () => {
      await sandbox.run("mkfifo fifo");
      for (const path of [`${sandbox.workdir}/fifo`, "/dev/zero"]) {
        await expect(sandbox.readFile(path)).rejects.toMatchObject({ code: "sandbox_file" });
        await expect(sandbox.writeFile(path, "x")).rejects.toMatchObject({ code: "sandbox_file" });
        expect((await sandbox.stat(path))?.type).toBe("other");
      }
    });
  });
}
