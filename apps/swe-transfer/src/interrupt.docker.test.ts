import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBaseImage } from "@swe/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { containersOf, hangingRow, imageTagsOf, startTransfer } from "../test/transfer-process.ts";

const id = `interrupted-${process.pid}`;
let folder: string;

beforeAll(async () => {
  const image = await ensureBaseImage();
  folder = mkdtempSync(join(tmpdir(), "interrupt-"));
  writeFileSync(join(folder, "rows.json"), JSON.stringify([hangingRow(id, image)]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ["Ctrl-C", ["SIGINT"]],
  ["Ctrl-C twice", ["SIGINT", "SIGINT"]],
  ["the end of its terminal", ["SIGHUP", "SIGHUP"]],
] as const)("ends after %s without a container left, its log kept, and the run can be resumed", async (name, signals) => {
  const output = join(folder, name);
  const flags = ["--input", join(folder, "rows.json"), "--output", output, "--model_name", `scripted:${folder}`, "--network", "none"];
  const run = startTransfer(flags);
  await run.printed("prove");
  for (const signal of signals) {
    run.child.kill(signal);
    await run.printed("stopping:");
  }
  expect(await run.ended()).toBe(1);
  expect(run.output()).toContain("start the same command again to go on");
  expect(containersOf(id)).toBe("");
  expect(imageTagsOf(id)).toEqual([]);
  const text = (...path: string[]): string => readFileSync(join(output, ...path), "utf8");
  expect(JSON.parse(text("summary.json"))).toEqual([]);
  expect(JSON.parse(text("transfer_run.json"))).toMatchObject({ closed: false });
  expect(existsSync(join(output, id, "summary.json"))).toBe(false);
  expect(JSON.parse(text(id, "unfinished", "status.json"))).toMatchObject({ status: "cancelled", phase: "baseline: prove" });
  expect(text(id, "unfinished", "instance.log")).toContain("cancelled (baseline: prove)");
});
