import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CheckResult, judge } from "../checks/check.ts";
import { futureChecks } from "../checks/future-checks.ts";
import { pastChecks } from "../checks/past-checks.ts";
import { repositoryChecks } from "../checks/repository-checks.ts";
import { sealScript } from "./seal-script.ts";

const identity = [
  "-c",
  "user.name=T",
  "-c",
  "user.email=t@example.org",
  "-c",
  "protocol.file.allow=always",
  "-c",
  "init.defaultBranch=main",
];

let root: string;
let origin: string;
let repository: string;
let base: string;

function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

function commit(cwd: string, text: string): string {
  writeFileSync(join(cwd, "file.txt"), `${text}\n`);
  git(cwd, "add", "-A");
  git(cwd, "commit", "-q", "-m", text);
  return git(cwd, "rev-parse", "HEAD");
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seal-"));
  // Outside the searched folder, as a server would be.
  origin = mkdtempSync(join(tmpdir(), "seal-origin-"));
  git(origin, "init", "-q");
  commit(origin, "one");
  git(origin, "tag", "v1");
  base = commit(origin, "two");
  git(origin, "tag", "-a", "v2", "-m", "second");
  repository = join(root, "testbed");
});

afterEach(() => {
  for (const folder of [root, origin]) rmSync(folder, { recursive: true, force: true });
});

/** A clone of the past alone: nothing to find but its remote. */
function clonePast(): void {
  git(root, "clone", "-q", origin, repository);
  git(repository, "checkout", "-q", base);
}

function seal(): string {
  const script = sealScript({ repository, searchRoot: root, baseCommit: base }).join("; ");
  const result = spawnSync("sh", ["-c", script], { encoding: "utf8" });
  expect(result.stderr).toBe("");
  expect(result.status).toBe(0);
  return result.stdout;
}

/** Every check with its result. */
function results(): CheckResult[] {
  const options = { repository, searchRoot: root, baseCommit: base };
  const checks = [...repositoryChecks(base, repository), ...futureChecks(options), ...pastChecks(options)];
  return checks.map((check) => {
    const result = spawnSync("bash", ["-c", check.command], { encoding: "utf8" });
    return judge(check, { exitCode: result.status, output: result.stdout + result.stderr });
  });
}

function failures(): string[] {
  return results().flatMap((result) => (result.ok ? [] : [result.id]));
}

function evidence(id: string): string {
  return results().find((result) => result.id === id)?.evidence ?? "";
}

/** Ways to later history that can be in one clone together, and the check that has to find each. */
const leaks: readonly (readonly [found: string, make: () => unknown])[] = [
  [
    "future-submodules",
    () => {
      const module = join(root, "library");
      mkdirSync(module);
      git(module, "init", "-q");
      const old = commit(module, "library one");
      commit(module, "library two");
      git(repository, "submodule", "add", "-q", module, "library");
      git(join(repository, "library"), "checkout", "-q", old);
      git(root, "clone", "-q", module, join(repository, "old-style"));
      git(join(repository, "old-style"), "checkout", "-q", old);
      git(repository, "add", "-A");
      git(repository, "commit", "-q", "-m", "with submodules");
      base = git(repository, "rev-parse", "HEAD");
    },
  ],
  [
    "future-reachable",
    () => (commit(origin, "the fix"), git(origin, "tag", "-a", "v3", "-m", "third"), git(repository, "fetch", "-q", "--tags", "--keep")),
  ],
  ["future-branches", () => git(repository, "branch", "-f", "later", "v3^{commit}")],
  ["future-tags", () => git(repository, "tag", "blob", "HEAD:file.txt")],
  ["future-remotes", () => undefined],
  ["future-stash", () => (writeFileSync(join(repository, "file.txt"), "the fix"), git(repository, "stash", "-q"))],
  ["future-notes", () => git(repository, "notes", "add", "-m", "fixed by changing file.txt")],
  ["future-other-refs", () => git(repository, "fetch", "-q", "origin", "main:refs/pull/1/head")],
  ["future-reflogs", () => (git(repository, "checkout", "-q", "v3"), git(repository, "checkout", "-q", base))],
  ["future-pseudo-refs", () => git(repository, "fetch", "-q", "origin", "main")],
  ["future-leftovers", () => git(repository, "merge", "-q", "--squash", "FETCH_HEAD") && git(repository, "reset", "-q", "--keep")],
  ["future-worktrees", () => git(repository, "worktree", "add", "-q", join(root, "tree"), "v3")],
  ["future-packed", () => keepPacks()],
  ["future-unreachable", () => (writeFileSync(join(root, "fix.txt"), "fix"), git(repository, "hash-object", "-w", join(root, "fix.txt")))],
  ["future-leftovers", () => git(repository, "commit-graph", "write", "--reachable")],
];

/** Packs that git itself would never drop. */
function keepPacks(): void {
  const packs = join(repository, ".git", "objects", "pack");
  const names = readdirSync(packs).filter((name) => name.endsWith(".pack"));
  expect(names).not.toEqual([]);
  for (const name of names) writeFileSync(join(packs, name.replace(/pack$/, "keep")), "");
}

/** Other copies of the project, each of which has to be found and to go. */
const copies: Readonly<Record<string, () => unknown>> = {
  elsewhere: () => git(root, "clone", "-q", origin, join(root, "elsewhere")),
  "testbed/vendor": () => git(root, "clone", "-q", origin, join(repository, "vendor")),
  "mirror.git": () => git(root, "clone", "-q", "--bare", origin, join(root, "mirror.git")),
  "all.bundle": () => git(origin, "bundle", "create", "-q", join(root, "all.bundle"), "--all"),
  "cache/objects": () => {
    git(root, "clone", "-q", "--bare", "--no-local", origin, join(root, "cache"));
    rmSync(join(root, "cache", "HEAD"));
  },
};

// Hundreds of short processes: slow on a machine that is busy otherwise.
describe("sealing", { timeout: 120_000 }, () => {
  it("closes every way to later history, and each is found before", () => {
    clonePast();
    for (const [, make] of leaks) make();
    expect(failures()).toEqual(expect.arrayContaining(leaks.map(([found]) => found)));
    expect(seal()).toContain("seal: done");
    expect(failures()).toEqual([]);
    expect(existsSync(join(root, "tree"))).toBe(false);
  });

  it("removes every other copy of the project", () => {
    clonePast();
    commit(origin, "the fix");
    for (const make of Object.values(copies)) make();
    const found = evidence("future-copies");
    for (const name of Object.keys(copies)) expect(found).toContain(name);
    seal();
    expect(failures()).toEqual([]);
  });

  it("copies what is borrowed from an alternate store before that goes", () => {
    commit(origin, "the fix");
    git(root, "clone", "-q", "--bare", origin, join(root, "mirror.git"));
    git(root, "clone", "-q", "--shared", join(root, "mirror.git"), repository);
    git(repository, "checkout", "-q", base);
    expect(evidence("future-alternates")).toContain("mirror.git");
    seal();
    expect(failures()).toEqual([]);
    expect(existsSync(join(root, "mirror.git"))).toBe(false);
  });

  it("fetches what a partial clone lacks of the past, and nothing later", () => {
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true");
    git(origin, "config", "uploadpack.allowFilter", "true");
    commit(origin, "the fix");
    git(root, "clone", "-q", "--filter=blob:none", `file://${origin}`, repository);
    git(repository, "checkout", "-q", base);
    seal();
    expect(failures()).toEqual([]);
    expect(git(repository, "show", "HEAD~1:file.txt")).toBe("one");
  });

  it("keeps the tags and the branch of the past, and a repository that is already sealed as it is", () => {
    clonePast();
    git(repository, "checkout", "-q", "-B", "main", base);
    commit(origin, "the fix");
    git(repository, "fetch", "-q");
    seal();
    expect(git(repository, "tag", "-l").split("\n")).toEqual(["v1", "v2"]);
    expect(git(repository, "describe")).toBe("v2");
    expect(git(repository, "symbolic-ref", "HEAD")).toBe("refs/heads/main");
    expect(git(repository, "rev-list", "--count", "HEAD")).toBe("2");
    expect(seal()).not.toContain("removed");
  });

  it("leaves an unrelated clone alone", () => {
    clonePast();
    const other = join(root, "other");
    mkdirSync(other);
    git(other, "init", "-q");
    commit(other, "unrelated");
    seal();
    expect(git(other, "rev-list", "--count", "HEAD")).toBe("1");
  });

  it("does not touch a repository that is not at its base commit, and the checks say so", () => {
    clonePast();
    commit(origin, "the fix");
    git(repository, "pull", "-q", "origin", "main");
    expect(seal()).toContain("HEAD is not the base commit");
    expect(failures()).toContain("head");
  });

  it("says where the repository is when it is nested", () => {
    mkdirSync(repository);
    git(root, "clone", "-q", origin, join(repository, "project"));
    expect(seal()).toContain("no repository");
    const [place] = repositoryChecks(base, repository);
    const output = execFileSync("bash", ["-c", place?.command ?? ""], {
      encoding: "utf8",
      env: { ...process.env, GIT_CEILING_DIRECTORIES: root },
    });
    expect(output).toContain(`There is a repository at ${repository}/project`);
  });
});
