import type { SandboxProvider } from "@swe/core";
import { createDockerProvider } from "@swe/runtime-docker";
import { ensureSampleImage } from "@swe/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleEntries } from "../../test/sample.ts";
import { build, checkImage } from "../index.ts";

let provider: SandboxProvider;
const tag = `swe-test-seal-${process.pid}`;

beforeAll(async () => {
  await ensureSampleImage();
  provider = createDockerProvider({ owner: { runId: tag } });
});
afterAll(async () => {
  await provider.removeImage(tag, { force: true });
  await provider[Symbol.asyncDispose]();
});

/** Leaves the later history in every place that there is, as careless Dockerfiles do. */
function leakyDockerfile(base: string): string {
  const mirror = "/srv/git/quillworks/spanset.git";
  return `FROM swe-sample-repos:1
ENV GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
RUN git clone --shared ${mirror} /testbed
RUN git clone ${mirror} /opt/again && git -C /opt/again bundle create /var/all.bundle --all
WORKDIR /testbed
RUN git fetch -q origin main && git notes add -m 'see the next commit' && git branch later origin/HEAD
RUN git worktree add -q /opt/tree origin/HEAD
RUN git checkout -q ${base} && echo the fix >> README.md && git stash -q && git commit-graph write --reachable
`;
}

it("removes every trace of later history from an image, and the past goes on working", async () => {
  const [entry] = sampleEntries("quillworks__spanset-21");
  const { baseCommit = "", evalScript = "" } = entry?.instance ?? {};
  const built = await build({ provider, dockerfile: leakyDockerfile(baseCommit), baseCommit, tag });
  expect(built.ok ? "" : built.findings).toBe("");
  const report = await checkImage({ provider, image: tag, baseCommit, evalScript, maxPatchChars: 50_000 });
  expect(report.checks.filter((check) => !check.ok)).toEqual([]);

  // Told by other commands than those that the checks use.
  const sandbox = await provider.create({ image: tag });
  try {
    const commits = async (command: string): Promise<string> => (await sandbox.run(command)).stdout.trim();
    const past = await commits("git log --format=%H | wc -l");
    expect(Number(past)).toBeGreaterThan(9);
    expect(await commits("git log --all --reflog --format=%H | sort -u | wc -l")).toBe(past);
    expect(await commits("find / -xdev \\( -name '*.pack' -o -name '*.bundle' \\) -not -path '/proc/*'")).toMatch(
      /^\/testbed\/\.git\/objects\/pack\/pack-\w+\.pack$/,
    );
    expect(await commits("ls -d /srv/git/quillworks/spanset.git /opt/again /opt/tree 2>/dev/null")).toBe("");
    expect(await commits("git status --porcelain")).toBe("");
  } finally {
    await sandbox.stop();
  }
});

it("seals the same when the sealed Dockerfile is built again", async () => {
  const [entry] = sampleEntries("quillworks__spanset-21");
  const { baseCommit = "", dockerfile = "" } = entry?.instance ?? {};
  const first = await build({ provider, dockerfile, baseCommit, tag });
  const again = await build({ provider, dockerfile: first.sealedDockerfile, baseCommit, tag });
  expect(again.sealedDockerfile).toBe(first.sealedDockerfile);
  expect(again.ok).toBe(true);
});

it("makes a repository that belongs to another user usable for root", async () => {
  const [entry] = sampleEntries("quillworks__spanset-21");
  const { baseCommit = "", dockerfile = "", evalScript = "" } = entry?.instance ?? {};
  const built = await build({ provider, dockerfile: `${dockerfile}RUN chown -R nobody /testbed\n`, baseCommit, tag });
  expect(built.ok ? "" : built.findings).toBe("");
  const report = await checkImage({ provider, image: tag, baseCommit, evalScript, maxPatchChars: 50_000 });
  expect(report.checks.filter((check) => !check.ok)).toEqual([]);
});
