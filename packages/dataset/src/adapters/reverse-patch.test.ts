import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { reversePatch } from "./reverse-patch.ts";

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), "swe-dataset-"));
  git("init", "-q");
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "core.autocrlf=false"];
  return execFileSync("git", [...identity, ...args], { cwd: repository, encoding: "utf8", stdio: "pipe" });
}

function commit(): string {
  git("add", "-A");
  git("commit", "-qm", "state");
  return git("rev-parse", "HEAD^{tree}").trim();
}
const write = (name: string, text: string, mode = 0o644): void => writeFileSync(join(repository, name), text, { mode });
const numbered = (change: (line: number) => string[]): string =>
  Array.from({ length: 40 }, (_, line) => change(line))
    .flat()
    .map((line) => `${line}\n`)
    .join("");

it("undoes changes, additions, deletions, renames, modes, CRLF and missing line ends", () => {
  write(
    "changed",
    numbered((line) => [`line ${line}`]),
  );
  write("deleted", "-- like a header\n--- a/x\n");
  write("crlf", "one\r\ntwo\r\n");
  write("no-newline", "one\ntwo");
  write("script", "#!/bin/sh\n");
  mkdirSync(join(repository, "dir with space"));
  write(
    "dir with space/moved",
    numbered((line) => [`moved ${line}`]),
  );
  const before = commit();
  write(
    "changed",
    numbered((line) => (line === 5 ? ["-- x", "++ y"] : line === 6 ? [] : line === 30 ? ["line 30", "more"] : [`line ${line}`])),
  );
  rmSync(join(repository, "deleted"));
  write("added", "new\nfile");
  write("crlf", "one\r\n2\r\nthree\r\n");
  write("no-newline", "one\n2\n");
  execFileSync("chmod", ["755", join(repository, "script")]);
  renameSync(join(repository, "dir with space", "moved"), join(repository, "moved"));
  write(
    "moved",
    numbered((line) => [line === 3 ? "changed" : `moved ${line}`]),
  );
  commit();
  const patch = git("diff", "-M", "HEAD~1", "HEAD");
  expect(patch).toContain("rename from");

  execFileSync("git", ["apply", "--index", "-"], { cwd: repository, input: reversePatch(patch) });
  expect(git("write-tree").trim()).toBe(before);
  expect(reversePatch(reversePatch(patch))).toBe(patch);
});
