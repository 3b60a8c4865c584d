import type { SandboxHandle } from "@swe/core";
import { ensureBaseImage } from "@swe/testing";
import { setTimeout as delay } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { tortureProvider } from "./torture-provider.ts";

const { provider, create, events } = tortureProvider();
let sandbox: SandboxHandle;
beforeAll(async () => {
  sandbox = await create();
});

it("looks like a fresh login bash to a command", async () => {
  const probe = `echo "$- $0 $#"; shopt -q login_shell && echo login; umask; pwd; ls /proc/$BASHPID/fd | tr '\\n' ' '; trap; jobs; declare -p LANG; env | sort | grep -v '^_='; ulimit -n`;
  const ours = await sandbox.run(probe);
  const fresh = await sandbox.exec(["bash", "-lc", probe]);
  const withoutMarker = fresh.stdout.split("\n").filter((line) => !line.startsWith("SWE_EXEC="));
  expect(ours.stdout.split("\n")).toEqual(withoutMarker);
});

it("says what bash says, at the command's own line numbers", async () => {
  for (const command of [
    "nosuchcommand",
    "\n\nnosuchcommand",
    "cd /nosuchfolder",
    "exit 300",
    "false",
    "set -e; false; echo no",
    "kill -TERM $BASHPID",
  ]) {
    const ours = await sandbox.run(command);
    const fresh = await sandbox.exec(["bash", "-lc", command]);
    expect([command, ours.exitCode, ours.stderr]).toEqual([command, fresh.exitCode, fresh.stderr]);
  }
});

it("runs exit traps, and lets none survive", async () => {
  expect((await sandbox.run("trap 'echo bye' EXIT; echo hi")).stdout).toBe("hi\nbye\n");
  expect((await sandbox.run("echo hi")).stdout).toBe("hi\n");
  await sandbox.run("umask 077; set -e; shopt -s nullglob; f() { :; }; ulimit -n 100");
  const after = await sandbox.run("umask; declare -F f; shopt nullglob; echo $-");
  expect(after.stdout).toBe("0022\nnullglob       \toff\nhBc\n");
});

it("logs in anew when a profile file changed, was made, replaced or removed", async () => {
  const value = async (): Promise<string> => (await sandbox.run('echo "$FROM_PROFILE"')).stdout.trim();
  expect(await value()).toBe("");
  await sandbox.run("echo 'export FROM_PROFILE=one' > ~/.bash_profile");
  expect(await value()).toBe("one");
  await sandbox.run("echo 'export FROM_PROFILE=two' >> ~/.bash_profile");
  expect(await value()).toBe("two");
  await sandbox.run("echo 'export FROM_PROFILE=old' > /tmp/old; touch -d '2001-01-01' /tmp/old; mv /tmp/old ~/.bash_profile");
  expect(await value()).toBe("old");
  await sandbox.run("rm ~/.bash_profile");
  expect(await value()).toBe("");
  await sandbox.writeFile("/etc/profile.d/made.sh", "export FROM_PROFILE=made; helper() { echo helped; }");
  expect(await value()).toBe("made");
  expect((await sandbox.run("helper")).stdout).toBe("helped\n");
  await sandbox.remove("/etc/profile.d/made.sh");
  expect(await value()).toBe("");
  await sandbox.run("mkdir -p ~/.local/bin; echo 'if [ -d ~/.local/bin ]; then PATH=~/.local/bin:$PATH; fi' > ~/.profile");
  expect((await sandbox.run("echo $PATH")).stdout).toContain("/root/.local/bin:");
});

it("does not loop when a profile file is dated in the future", async () => {
  await sandbox.run("touch -d '2100-01-01' ~/.profile");
  expect((await sandbox.run("echo fine")).stdout).toBe("fine\n");
  expect((await sandbox.run("echo fine")).stdout).toBe("fine\n");
});

it("follows the workdir when it is made anew", async () => {
  await sandbox.run("rm -rf /testbed && mkdir /testbed && echo new > /testbed/file");
  expect((await sandbox.run("cat file")).stdout).toBe("new\n");
});

it("takes commands and input of megabytes", async () => {
  const text = "0123456789abcdé".repeat(100_000);
  const result = await sandbox.run(`cat <<'END' | md5sum\n${text}\nEND`);
  const given = await sandbox.run("md5sum", { stdin: `${text}\n` });
  expect(result.stdout).toBe(given.stdout);
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 31) % 256);
  expect((await sandbox.run("wc -c; ", { stdin: bytes })).stdout.trim()).toBe("200000");
  expect(Buffer.from((await sandbox.run("cat", { stdin: bytes })).bytes.stdout).equals(Buffer.from(bytes))).toBe(true);
});

it("runs a dozen commands at once", async () => {
  const results = await Promise.all(Array.from({ length: 12 }, (_, index) => sandbox.run(`sleep 0.3; echo ${index}`)));
  expect(results.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 12 }, (_, index) => `${index}\n`));
  expect((await sandbox.run("pgrep -xc bash")).exitCode).toBe(0);
});

it("works in an image whose user is not root", async () => {
  const tag = `torture-user-${process.pid}:1`;
  const setup =
    "echo 'tester:x:1234:1234::/home/tester:/bin/bash' >> /etc/passwd; mkdir -p /home/tester /mine; chown 1234:1234 /home/tester /mine";
  await provider.buildImage({ tag, dockerfile: `FROM ${await ensureBaseImage()}\nRUN ${setup}\nUSER tester\n` });
  const other = await create({ image: tag, workdir: "/mine" });
  const result = await other.run("id -u; pwd; echo $HOME; echo oops >&2");
  expect([result.stdout, result.stderr]).toEqual(["1234\n/mine\n/home/tester\n", "oops\n"]);
  await other.writeFile("/mine/deep/file", "mine");
  expect((await other.run("cat deep/file; touch /root/x")).exitCode).toBe(1);
  await expect(other.writeFile("/etc/passwd", "x")).rejects.toMatchObject({ code: "sandbox_file" });
  await other.run("setsid sleep 2001 >/dev/null 2>&1 &");
  const cut = await other.run("echo so far; setsid sleep 1000 & sleep 1000", { timeoutMs: 1500 });
  expect(cut).toMatchObject({ endedBy: "timeout", stdout: "so far\n", sandboxRestarted: false });
  expect((await other.run("pgrep -a sleep")).stdout).toMatch(/^\d+ sleep 2001\n$/);
  const asRoot = await other.exec(["bash", "-c", "id -u; sleep 60"], { user: "root", timeoutMs: 1500 });
  expect(asRoot).toMatchObject({ endedBy: "timeout", stdout: "0\n", sandboxRestarted: true });
  await other.stop();
  await provider.removeImage(tag, { force: true });
});

it("says so when the agent kills its shell, and goes on", async () => {
  events.length = 0;
  await expect(sandbox.run("echo before; kill -9 $$; sleep 5")).rejects.toMatchObject({ code: "sandbox_lost", sandboxUsable: true });
  expect((await sandbox.run("echo back")).stdout).toBe("back\n");
  expect(events.map(({ type }) => type)).toContain("channel-reopened");
});

it("notices that idle shells were killed", async () => {
  events.length = 0;
  await sandbox.exec(["pkill", "-9", "-f", "bash -lc"]);
  await delay(500);
  expect((await sandbox.run("echo back")).stdout).toBe("back\n");
  expect(events).toMatchObject([{ type: "channel-reopened" }]);
});
