import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judge } from "../checks/check.ts";
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

function addFuture(): string {
  return commit(origin, "the fix");
}

function seal(): string {
  const script = sealScript({ repository, searchRoot: root, baseCommit: base }).join("; ");
  const result = spawnSync("sh", ["-c", script], { encoding: "utf8" });
  expect(result.stderr).toBe("");
  expect(result.status).toBe(0);
  return result.stdout;
}

function failures(only?: string): string[] {
  const options = { repository, searchRoot: root, baseCommit: base };
  return [...repositoryChecks(base, repository), ...futureChecks(options), ...pastChecks(options)].flatMap((check) => {
    if (only !== undefined && only !== check.id) return [];
    const result = spawnSync("bash", ["-c", check.command], { encoding: "utf8" });
    return judge(check, { exitCode: result.status, output: result.stdout + result.stderr }).ok ? [] : [check.id];
  });
}

const leaks: Record<string, { readonly found: string; readonly make: () => void }> = {
  "a branch of the remote": { found: "future-reachable", make: () => (addFuture(), git(repository, "fetch", "-q")) },
  "a local branch": {
    found: "future-branches",
    make: () => (addFuture(), git(repository, "fetch", "-q"), git(repository, "branch", "-f", "later", "origin/main")),
  },
  "an annotated tag": {
    found: "future-tags",
    make: () => (addFuture(), git(origin, "tag", "-a", "v3", "-m", "third"), git(repository, "fetch", "-q", "--tags")),
  },
  "a tag of a file's content": { found: "future-tags", make: () => git(repository, "tag", "blob", "HEAD:file.txt") },
  "a remote": { found: "future-remotes", make: () => undefined },
  "a stash": {
    found: "future-stash",
    make: () => (writeFileSync(join(repository, "file.txt"), "the fix"), git(repository, "stash", "-q")),
  },
  "a note": { found: "future-notes", make: () => git(repository, "notes", "add", "-m", "fixed by changing file.txt") },
  "a pull request's ref": {
    found: "future-other-refs",
    make: () => (addFuture(), git(repository, "fetch", "-q", "origin", "main:refs/pull/1/head")),
  },
  "a reflog": {
    found: "future-reflogs",
    make: () => (
      addFuture(),
      git(repository, "fetch", "-q"),
      git(repository, "checkout", "-q", "origin/main"),
      git(repository, "checkout", "-q", base)
    ),
  },
  FETCH_HEAD: { found: "future-pseudo-refs", make: () => (addFuture(), git(repository, "fetch", "-q", "origin", "main")) },
  "a linked worktree": {
    found: "future-worktrees",
    make: () => (addFuture(), git(repository, "fetch", "-q"), git(repository, "worktree", "add", "-q", join(root, "tree"), "origin/main")),
  },
  "an alternate store": {
    found: "future-alternates",
    make: () => {
      rmSync(repository, { recursive: true });
      addFuture();
      git(root, "clone", "-q", "--bare", origin, join(root, "mirror.git"));
      git(root, "clone", "-q", "--shared", join(root, "mirror.git"), repository);
      git(repository, "checkout", "-q", base);
    },
  },
  "a packed object that nothing refers to": {
    found: "future-packed",
    make: () => {
      addFuture();
      git(repository, "fetch", "-q");
      git(repository, "repack", "-a", "-d", "-q");
      git(repository, "remote", "remove", "origin");
      git(repository, "update-ref", "-d", "refs/heads/main");
    },
  },
  "an unreachable loose object": {
    found: "future-unreachable",
    make: () => {
      writeFileSync(join(root, "fix.txt"), "the fix");
      git(repository, "hash-object", "-w", join(root, "fix.txt"));
    },
  },
  "a pack that is kept": {
    found: "future-packed",
    make: () => {
      addFuture();
      git(repository, "fetch", "-q", "--keep");
      git(repository, "update-ref", "-d", "refs/remotes/origin/main");
    },
  },
  "a commit graph": { found: "future-leftovers", make: () => git(repository, "commit-graph", "write", "--reachable") },
  "a submodule": {
    found: "future-submodules",
    make: () => {
      const module = join(root, "library");
      mkdirSync(module);
      git(module, "init", "-q");
      const old = commit(module, "library one");
      commit(module, "library two");
      git(repository, "submodule", "add", "-q", module, "library");
      git(join(repository, "library"), "checkout", "-q", old);
      git(repository, "add", "-A");
      git(repository, "commit", "-q", "-m", "with submodule");
      base = git(repository, "rev-parse", "HEAD");
    },
  },
  "another clone": { found: "future-copies", make: () => (addFuture(), git(root, "clone", "-q", origin, join(root, "elsewhere"))) },
  "a clone inside the repository": {
    found: "future-copies",
    make: () => (addFuture(), git(root, "clone", "-q", origin, join(repository, "vendor"))),
  },
  "a bundle": {
    found: "future-copies",
    make: () => (addFuture(), git(origin, "bundle", "create", "-q", join(root, "all.bundle"), "--all")),
  },
  "an object store without a repository": {
    found: "future-copies",
    make: () => {
      addFuture();
      git(root, "clone", "-q", "--bare", "--no-local", origin, join(root, "cache"));
      rmSync(join(root, "cache", "HEAD"));
    },
  },
};

describe("sealing", () => {
  it.each(Object.entries(leaks))("removes %s", (_name, { found, make }) => {
    clonePast();
    make();
    expect(failures(found)).toEqual([found]);
    expect(seal()).toContain("seal: done");
    expect(failures()).toEqual([]);
  });

  it("keeps the tags and the branch of the past, and a repository that is already sealed as it is", () => {
    clonePast();
    git(repository, "checkout", "-q", "-B", "main", base);
    addFuture();
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
    addFuture();
    git(repository, "pull", "-q", "origin", "main");
    expect(seal()).toContain("HEAD is not the base commit");
    expect(failures("head")).toEqual(["head"]);
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
