import type { RunResult } from "@swe/core";
import { createMemorySandbox, type MemorySandbox } from "@swe/testing";
import { expect, it } from "vitest";
import { checkToolchain } from "./toolchain-check.ts";

const found = (path: string): Partial<RunResult> => ({ exitCode: 0, stdout: `noise of a profile\n@ python3 ${path}\n` });

/** Programs as a login shell, a plain shell and the script itself would find them. */
function sandboxWith(login: string, plain: string, script: string): MemorySandbox {
  return createMemorySandbox({
    onRun: () => found(login),
    onExec: (argv) => found(argv.join(" ").includes("activate") ? script : plain),
  });
}

const script = "source /venv/bin/activate\npython3 -m pytest\n";

it("passes where all shells find the same", async () => {
  const { check } = await checkToolchain(sandboxWith("/venv/bin/python3", "/venv/bin/python3", "/venv/bin/python3"), script);
  expect(check).toMatchObject({ ok: true, evidence: "" });
});

it("fails where only the script finds its interpreter", async () => {
  const { check } = await checkToolchain(sandboxWith("", "", "/venv/bin/python3"), script);
  expect(check).toMatchObject({ ok: false, evidence: expect.stringContaining("bash -lc finds not found") as string });
  expect(check.evidence).toContain("/root/.profile");
});

it("reports two interpreters without refusing them", async () => {
  const { check, locations } = await checkToolchain(sandboxWith("/usr/bin/python3", "/usr/bin/python3", "/venv/bin/python3"), script);
  expect(check).toMatchObject({ ok: true, evidence: expect.stringContaining("the script finds /venv/bin/python3") as string });
  expect(locations).toEqual([{ tool: "python3", login: "/usr/bin/python3", plain: "/usr/bin/python3", script: "/venv/bin/python3" }]);
});

it("does not hold a program against the image that nobody finds", async () => {
  expect((await checkToolchain(sandboxWith("", "", ""), script)).check.ok).toBe(true);
});
