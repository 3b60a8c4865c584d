import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { flattenIgnores } from "./flatten-ignores.ts";

const root = mkdtempSync(join(tmpdir(), "swe-ignores-"));
afterAll(() => rmSync(root, { recursive: true }));

const git = (args: string[]) => execFileSync("git", ["-C", root, ...args], { encoding: "utf8" }).split("\0");

it("means the same as the files at their places", () => {
  const rules: Record<string, string> = {
    "": "*.log\n/top\nbuild/\n!keep.log\n# comment\n\\#hash\nmid/dle\n**/any/x\ntrail   \n\r\n*.crlf\r\n",
    a: "\uFEFF*.tmp\n/only\nd/\n!*.log\nx/y\n\\!bang\n",
    "a/b": "*\n!.gitignore\n!stay\n",
    "odd [1]*": "*.txt\n!yes.txt\n",
  };
  const names = [
    "f.log",
    "keep.log",
    "top",
    "build/f",
    "#hash",
    "dle",
    "any/x",
    "trail",
    "f.crlf",
    "f.tmp",
    "only",
    "d/f",
    "x/y",
    "!bang",
    "stay",
    "n.txt",
    "yes.txt",
  ];
  const folders = ["", "mid", "a", "a/mid", "a/b", "a/b/c", "c/a", "odd [1]*", "odd [1]*/in", "odd 1x"];
  for (const folder of folders) for (const name of names) write(join(folder, name), "");
  for (const [folder, text] of Object.entries(rules)) write(join(folder, ".gitignore"), text);
  execFileSync("git", ["init", "-q", root]);
  const flat = join(root, ".git", "flat");
  const sources = Object.entries(rules).map(([folder, text]) => ({ folder, text: Buffer.from(text).toString("latin1") }));
  writeFileSync(flat, flattenIgnores(sources.toReversed()), "latin1");
  const expected = git(["ls-files", "-z", "-o", "--exclude-standard"]);
  expect(git(["ls-files", "-z", "-o", `--exclude-from=${flat}`])).toEqual(expected);
  expect(expected.length).toBeGreaterThan(40);
});

function write(path: string, text: string): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
