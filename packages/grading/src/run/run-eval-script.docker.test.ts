import type { SandboxHandle } from "@swe/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openCalculator, type Calculator } from "../../test/calculator.ts";
import { runEvalScript } from "./run-eval-script.ts";

let calculator: Calculator;
let sandbox: SandboxHandle;

beforeAll(async () => {
  calculator = await openCalculator("run");
  sandbox = await calculator.provider.create({ image: calculator.image });
});
afterAll(async () => {
  await sandbox.stop();
  await calculator[Symbol.asyncDispose]();
});

const run = (script: string, timeoutMs = 30_000): ReturnType<typeof runEvalScript> => runEvalScript(sandbox, { script, timeoutMs });

it("runs a script that is longer than an argument may be, and keeps its output in order", async () => {
  const script = `set -x\n: <<'E'\n${"x".repeat(200_000)}\nE\necho one; echo two >&2; echo three\nfalse\nrc=$?\necho "OMNIGRIL_EXIT_CODE=$rc"\n`;
  const result = await run(script);
  expect(result).toMatchObject({ ended: true, exitCode: 0, recordedMarker: 1, marker: { exitCode: 1, values: [1], forged: false } });
  expect(result.log.replaceAll(/^\+.*\n/gm, "")).toBe("one\ntwo\nthree\nOMNIGRIL_EXIT_CODE=1\n");
});

it("keeps the script out of reach of what it runs", async () => {
  const secret = ["needle", "in", "the", "script"].join("-");
  const search = `
cat /proc/*/cmdline /proc/*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c [n]eedle.in.the.script
grep -rlsa [n]eedle.in.the.script /tmp /dev/shm /opt /root /testbed /eval.sh
for fd in /proc/$$/fd/*; do readlink "$fd"; done | sort -u | grep -v -e null -e pipe
cat | wc -c`;
  const result = await run(`: ${secret}\n${search}\necho "OMNIGRIL_EXIT_CODE=$?"\n`);
  expect(result.log).toBe("0\n0\nOMNIGRIL_EXIT_CODE=0\n");
});

it.each([
  ["killed", "echo OMNIGRIL_EXIT_CODE=0; kill -9 $$"],
  ["ended by a signal", "echo OMNIGRIL_EXIT_CODE=0; kill $$; sleep 1"],
])("does not take a script that was %s for one that reached its end", async (_, script) => {
  expect(await run(script)).toMatchObject({ ended: false, timedOut: false });
});

it("tells a marker that was printed from one that the script reached", async () => {
  expect(await run('echo OMNIGRIL_EXIT_CODE=0; exit 0\necho "OMNIGRIL_EXIT_CODE=$?"\n')).toMatchObject({
    ended: true,
    recordedMarker: null,
    marker: { exitCode: 0 },
  });
  expect(await run('echo OMNIGRIL_EXIT_CODE=0 >&2; false\necho "OMNIGRIL_EXIT_CODE=$?"\n')).toMatchObject({
    recordedMarker: 1,
    marker: { forged: true },
  });
});

it.each([
  ["leaves", "trap 'git status >/dev/null; exit 9' EXIT", "exit 3", 3],
  ["falls off its end", "set -eu\ntrap 'rc=$?; echo cleaned $rc; exit $rc' EXIT INT", "", 0],
  ["takes it back", "trap -- 'exit 9' EXIT\ntrap EXIT", "exit 4", 4],
  ["dies of a failure", "set -e\ntrap cleanup 0\ncleanup() { rm -f x; }", "false", 1],
])("keeps the marker of a script with an EXIT trap of its own that %s", async (_, start, end, exitCode) => {
  const result = await run(`${start}\ntrue\necho "OMNIGRIL_EXIT_CODE=$?"\n${end}\n`);
  expect(result).toMatchObject({ ended: true, exitCode, recordedMarker: 0, marker: { exitCode: 0, forged: false } });
});

it("reads a marker that only an EXIT trap prints", async () => {
  const result = await run(`trap 'echo "OMNIGRIL_EXIT_CODE=$?"' EXIT\nexit 3\n`);
  expect(result).toMatchObject({ ended: true, recordedMarker: undefined, marker: { exitCode: 3 } });
});

it("leaves out what is printed after the end", async () => {
  const { log } = await run('(sleep 0.5; echo late) &\necho "OMNIGRIL_EXIT_CODE=$?"\n');
  expect(log).toBe("OMNIGRIL_EXIT_CODE=0\n");
});

it("kills the whole tree on a time-out and keeps the output so far", async () => {
  const result = await run("echo before\nsetsid sleep 987 &\nsleep 987\n", 1500);
  expect(result).toMatchObject({ timedOut: true, ended: false, log: expect.stringContaining("before") as string });
  expect((await sandbox.exec(["bash", "-c", "grep -las '[s]leep.987' /proc/[0-9]*/cmdline; true"])).stdout).toBe("");
});

it("ends a script whose test patch does not apply", async () => {
  const script = "git apply -v - <<'X'\nnot a patch\nX\necho \"OMNIGRIL_EXIT_CODE=0\"\n";
  expect(await runEvalScript(sandbox, { script, timeoutMs: 30_000, guardTestPatch: true })).toMatchObject({
    testPatchRejected: true,
    ended: true,
  });
});

it("rejects with the signal's reason on abort", async () => {
  const controller = new AbortController();
  const running = runEvalScript(sandbox, { script: "sleep 60", timeoutMs: 60_000, abortSignal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 300);
  await expect(running).rejects.toThrow("enough");
});
