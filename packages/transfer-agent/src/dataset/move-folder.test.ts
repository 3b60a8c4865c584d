import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { moveFolder } from "./move-folder.ts";

let folder: string;
let other: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "move-"));
  // Another device on most machines; where it is the same one, the rename is what is tested.
  other = mkdtempSync(join("/dev/shm", "move-"));
  mkdirSync(join(folder, "from", "deep"), { recursive: true });
  writeFileSync(join(folder, "from", "deep", "run.sh"), "new", { mode: 0o755 });
});
afterEach(() => {
  for (const path of [folder, other]) rmSync(path, { recursive: true, force: true });
});

it("moves a folder to another device, replacing what is there", async () => {
  mkdirSync(join(other, "to"));
  writeFileSync(join(other, "to", "old"), "old");
  await moveFolder(join(folder, "from"), join(other, "to"));
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync(join(other, "to"), { encoding: "utf8", recursive: true }).toSorted()).toEqual(["deep", "deep/run.sh"]);
  expect(execFileSync("sh", ["-c", `stat -c %a ${other}/to/deep/run.sh; cat ${other}/to/deep/run.sh`], { encoding: "utf8" })).toBe(
    "755\nnew",
  );
});

it("does nothing where there is nothing, and says what is in the way", async () => {
  await moveFolder(join(folder, "missing"), join(folder, "to"));
  expect(readdirSync(folder)).toEqual(["from"]);
  writeFileSync(join(folder, "file"), "kept");
  await expect(moveFolder(join(folder, "from"), join(folder, "file"))).rejects.toMatchObject({ code: "ENOTDIR" });
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("kept");
});
