import type { SandboxHandle } from "@swe/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tortureProvider } from "./torture-provider.ts";

const { create, events } = tortureProvider();
let sandbox: SandboxHandle;
beforeEach(async () => {
  sandbox = await create();
  await sandbox.writeFile("/tmp/bomb.py", "import os\nwhile True:\n  try:\n    if os.fork() == 0: os.setsid()\n  except OSError: pass\n");
  await sandbox.writeFile(
    "/tmp/daemon.py",
    "import os, signal, time\nif os.fork(): os._exit(0)\nos.setsid()\nif os.fork(): os._exit(0)\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nos.closerange(0, 64)\ntime.sleep(1000)\n",
  );
});

afterEach(() => sandbox.stop());

/** Ids of processes that are not the runtime's own. */
async function processes(): Promise<string[]> {
  const result = await sandbox.exec(["bash", "-c", "for p in /proc/[0-9]*; do c=$(tr '\\0' ' ' <$p/cmdline); echo ${p#/proc/} $c; done"]);
  return result.stdout.split("\n").filter((line) => line.trim() !== "" && !/ bash /.test(line) && !/^\d+$/.test(line.trim()));
}

describe("a time-out leaves nothing alive of", () => {
  it.each([
    ["a child in the background", "sleep 1000 & sleep 1000"],
    ["setsid", "setsid sleep 1000 & setsid -f sleep 1000; sleep 1000"],
    ["a double fork that ignores SIGTERM and closes its output", "python3 /tmp/daemon.py; sleep 1000"],
    ["a cleared environment", "env -i setsid sleep 1000 & env -i setsid env -i sleep 1000"],
    ["shells that never exec", "(while :; do :; done) & ( (trap '' TERM HUP; while :; do read -t 5 < /dev/zero -n 0; done) & ) & wait"],
    ["nohup and disown", "nohup sleep 1000 >/dev/null 2>&1 & disown; sleep 1000"],
    ["a job-control shell of its own", "set -m; sleep 1000 & sleep 1001 & wait"],
    ["a stopped process", "sleep 1000 & kill -STOP $!; kill -STOP $BASHPID"],
  ])("%s", async (_name, command) => {
    const result = await sandbox.run(`echo started; ${command}`, { timeoutMs: 500 });
    expect(result).toMatchObject({ endedBy: "timeout", stdout: "started\n", sandboxRestarted: false });
    expect(await processes()).toEqual([]);
  });
});

it("spares what earlier commands left running, and other commands of the moment", async () => {
  await sandbox.run("setsid sleep 2001 >/dev/null 2>&1 & sleep 2002 & (setsid bash -c 'while :; do sleep 2003; done' &)");
  const other = sandbox.run("sleep 7; echo whole");
  const cut = await sandbox.run("sleep 1001 & setsid sleep 1002 & sleep 1003", { timeoutMs: 300 });
  expect(cut).toMatchObject({ endedBy: "timeout", sandboxRestarted: false });
  const seconds = new Set((await processes()).map((line) => line.split(" ")[2]));
  expect(seconds).toEqual(new Set(["7", "2001", "2002", "2003"]));
  expect(await other).toMatchObject({ stdout: "whole\n", exitCode: 0 });
});

it.each([
  ["in its own group", ":(){ :|:& };: ; sleep 1000"],
  ["with a session for each", "python3 /tmp/bomb.py"],
  ["with a cleared environment, detached", "env -i setsid python3 /tmp/bomb.py & sleep 1000"],
])("kills a fork bomb at the pids limit and spares an earlier survivor: %s", async (_name, bomb) => {
  await sandbox.run("setsid sleep 3000 >/dev/null 2>&1 &");
  const result = await sandbox.run(bomb, { timeoutMs: 800 });
  expect(result.endedBy).toBe("timeout");
  const left = (await processes()).map((line) => line.replace(/^\d+ /, "").trim());
  // On a machine too busy to let anybody look at the bomb the container is restarted, and says so.
  expect(left).toEqual(result.sandboxRestarted ? [] : ["sleep 3000"]);
  expect((await sandbox.run("echo usable")).stdout).toBe("usable\n");
});

it("restarts the container, files kept, when a bomb was left in the background", async () => {
  await sandbox.run("echo kept > /testbed/kept");
  await sandbox.run("python3 /tmp/bomb.py >/dev/null 2>&1 & sleep 0.5");
  const result = await sandbox.run("cat /testbed/kept");
  expect(result).toMatchObject({ stdout: "kept\n", sandboxRestarted: true });
  expect(await processes()).toEqual([]);
});

it("restarts the container when a process hides from being told apart", async () => {
  events.length = 0;
  await sandbox.run("echo kept > /testbed/kept");
  const hide = "env -i setsid bash -c 'echo 0x33 > /proc/self/coredump_filter; exec setsid -f sleep 1000'";
  const result = await sandbox.run(`echo so far; ${hide}; sleep 1000`, { timeoutMs: 700 });
  expect(result).toMatchObject({ endedBy: "timeout", sandboxRestarted: true, stdout: "so far\n" });
  expect(events.map(({ type }) => type)).toEqual(["sandbox-restarted"]);
  expect(await processes()).toEqual([]);
  expect((await sandbox.run("cat /testbed/kept")).stdout).toBe("kept\n");
});

it("kills an exec and everything it started, and nothing else", async () => {
  await sandbox.run("setsid sleep 3001 >/dev/null 2>&1 &");
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 700);
  const script = "setsid sleep 1000 & env -i setsid sleep 1001 & (sleep 1002 &) ; echo so far; sleep 1003";
  const result = await sandbox.exec(["bash", "-c", script], { abortSignal: controller.signal });
  expect(result).toMatchObject({ endedBy: "abort", exitCode: null, stdout: "so far\n", sandboxRestarted: false });
  expect((await processes()).map((line) => line.replace(/^\d+ /, "").trim())).toEqual(["sleep 3001"]);
  await sandbox.run("pkill sleep");
});

it("tells an out-of-memory kill from any other", async () => {
  const small = await create({ limits: { memoryBytes: 128 * 1024 ** 2 } });
  const hog = "python3 -c 'x = bytearray(400 << 20)'";
  expect(await small.run(hog)).toMatchObject({ exitCode: 137, oomKilled: true });
  expect(await small.run("kill -9 $BASHPID")).toMatchObject({ exitCode: 137, oomKilled: false });
  expect(await small.exec(["bash", "-c", hog])).toMatchObject({ exitCode: 137, oomKilled: true });
  expect(await small.run("kill -9 $BASHPID")).toMatchObject({ exitCode: 137, oomKilled: false });
  expect(await small.run(`${hog} || sleep 3`)).toMatchObject({ exitCode: 0, oomKilled: true });
  expect(await small.run("true")).toMatchObject({ exitCode: 0, oomKilled: false });
  for (const status of [1, 2]) {
    expect(await small.run(`${hog}; exit ${status}`)).toMatchObject({ exitCode: status, oomKilled: true });
    expect(await small.run("true")).toMatchObject({ exitCode: 0, oomKilled: false });
    expect(await small.run("false")).toMatchObject({ exitCode: 1, oomKilled: false });
  }
  // A child of the command is enough, whatever the command makes of it, and the report of the engine comes late.
  for (const status of [0, 1, 2])
    expect(await small.exec(["bash", "-c", `${hog}; exit ${status}`])).toMatchObject({ exitCode: status, oomKilled: true });
  expect(await small.exec(["true"])).toMatchObject({ exitCode: 0, oomKilled: false });
  await small.stop();
});

it("copes with more background survivors than it has names for", async () => {
  for (let index = 0; index < 36; index += 1) await sandbox.run(`setsid sleep ${4000 + index} >/dev/null 2>&1 &`);
  const cut = await sandbox.run("setsid sleep 1000 & sleep 1000", { timeoutMs: 300 });
  expect(cut.sandboxRestarted).toBe(false);
  expect(await processes()).toHaveLength(36);
  await sandbox.run("pkill sleep");
});
