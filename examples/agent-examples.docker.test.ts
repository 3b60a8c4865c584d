import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureBaseImage } from "@swe/testing";
import { expect, test } from "vitest";

const run = promisify(execFile);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs an example as a user would, with written replies in the place of a model; yields the last line it prints. */
async function lastLine(example: string): Promise<unknown> {
  const image = await ensureBaseImage();
  const { stdout } = await run(process.execPath, ["--conditions=@swe/source", here(example), `scripted:${here("replies")}`, image]);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as unknown;
}

test("one-scaffold.ts repairs the program", async () => {
  expect(await lastLine("one-scaffold.ts")).toEqual({ exitReason: "agent", cost: null, answer: "5" });
});

test("custom-tool.ts has its tool called", async () => {
  const { exitReason, observations } = (await lastLine("custom-tool.ts")) as { exitReason: string; observations: readonly string[] };
  expect(exitReason).toBe("agent");
  expect(observations[0]).toMatch(/^1 tests fail:\nFAILED test_add\.py::test_add/);
  expect(observations[2]).toBe("All tests pass.");
});
