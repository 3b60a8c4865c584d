import type { SandboxHandle } from "@swe/core";
import { beforeAll, expect, it } from "vitest";
import { tortureProvider } from "./torture-provider.ts";

const { create } = tortureProvider();
let sandbox: SandboxHandle;
beforeAll(async () => {
  sandbox = await create();
});

it("counts 200 MB exactly and keeps a megabyte of it", async () => {
  const before = process.memoryUsage().rss;
  const result = await sandbox.run("echo first; head -c 200000000 /dev/zero; echo last", { timeoutMs: 120_000 });
  expect(result.outputBytes).toBe(200_000_011);
  expect(result.truncated).toBe(true);
  expect(result.bytes.stdout.length).toBe(1024 * 1024);
  expect(result.stdout.startsWith("first\n")).toBe(true);
  expect(result.stdout.endsWith("last\n")).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
});

it("keeps bytes that are no text, and replaces them in the text", async () => {
  const result = await sandbox.run(`printf 'a\\xff\\x00\\xfeb\\xc3'`);
  expect([...result.bytes.stdout]).toEqual([0x61, 0xff, 0, 0xfe, 0x62, 0xc3]);
  expect(result.stdout).toBe("a\ufffd\0\ufffdb\ufffd");
});

it("separates the streams and tells which came first", async () => {
  const result = await sandbox.run("for i in 1 2 3; do echo out $i; sleep 0.1; echo err $i >&2; sleep 0.1; done");
  expect(result.stdout).toBe("out 1\nout 2\nout 3\n");
  expect(result.stderr).toBe("err 1\nerr 2\nerr 3\n");
  expect(result.output).toBe("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
});

it("has all of stderr when the command ends, however little or late it was", async () => {
  for (let index = 0; index < 60; index += 1) {
    const result = await sandbox.run(index % 2 === 0 ? `echo ${index} >&2` : `head -c 300000 /dev/zero | tr '\\0' e >&2`);
    expect(result.stderr.length).toBe(index % 2 === 0 ? `${index}\n`.length : 300_000);
    expect(result.stdout).toBe("");
  }
});

it("is not waited for and not seen in another command when a background child prints it", async () => {
  const started = performance.now();
  const first = await sandbox.run("(sleep 0.5; echo late; echo late >&2; sleep 30) & echo early");
  expect(performance.now() - started).toBeLessThan(450);
  expect(first.stdout).toBe("early\n");
  const others = await Promise.all(Array.from({ length: 4 }, (_, index) => sandbox.run(`sleep 1; echo ${index}`)));
  expect(others.map(({ stdout, stderr }) => stdout + stderr)).toEqual(["0\n", "1\n", "2\n", "3\n"]);
});

it("lets a background child go on printing without an error", async () => {
  await sandbox.run("(for i in 1 2 3 4 5 6; do echo $i || exit; sleep 0.1; done; echo survived > /tmp/printed) &");
  await sandbox.run("true");
  await sandbox.run("sleep 1");
  expect((await sandbox.run("cat /tmp/printed")).stdout).toBe("survived\n");
});

it("survives a program that makes its output non-blocking", async () => {
  await sandbox.writeFile("/tmp/nonblocking.py", "import os\nfor fd in (1, 2):\n  os.set_blocking(fd, False)\nos.write(1, b'x' * 60000)\n");
  const results = await Promise.all([1, 2, 3].map(() => sandbox.run("python3 /tmp/nonblocking.py")));
  expect(results.map((result) => result.outputBytes)).toEqual([60_000, 60_000, 60_000]);
  const after = await sandbox.run("head -c 5000000 /dev/zero");
  expect(after).toMatchObject({ outputBytes: 5_000_000, exitCode: 0 });
});

it("cannot be mistaken for the end of the command", async () => {
  const digits = "0123456789abcdef".repeat(2);
  const result = await sandbox.run(`printf '%s0000000000000000000' ${digits}; cat /proc/$PPID/fd/1 2>/dev/null & echo; exit 4`);
  expect(result.exitCode).toBe(4);
  expect(result.stdout).toContain(digits);
});

it("is there up to the last byte when the command is cut off", async () => {
  const result = await sandbox.run("head -c 700000 /dev/zero; printf end; sleep 60", { timeoutMs: 1000, maxOutputBytes: 1_000_000 });
  expect(result).toMatchObject({ endedBy: "timeout", outputBytes: 700_003 });
  expect(result.stdout.endsWith("end")).toBe(true);
});
