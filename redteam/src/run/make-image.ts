import type { SandboxProvider } from "@swe/core";
import { withSealLayers } from "@swe/transfer-agent";
import type { Target } from "../case.ts";

const identity = "git -c user.name=redteam -c user.email=redteam@example.com";

/** Builds the image of a target: its repository at /testbed. `sealed` first adds a future with the fix in it, then lets Stage 1 seal it. */
export async function makeImage(provider: SandboxProvider, base: string, target: Target, sealed: boolean): Promise<string> {
  const commits = [`git init -q -b main && git add -A && ${identity} commit -qm base`];
  const files: Record<string, string> = Object.fromEntries(
    Object.entries(target.files).map(([path, text]) => [`repository/${path}`, text]),
  );
  if (sealed) {
    for (const [path, text] of Object.entries(target.gold)) files[`future/${path}`] = text;
    commits.push(
      `cp -r /future/. . && git checkout -q -b later && ${identity} commit -qam fix && git tag v2 && git checkout -q main && git branch -q other v2 && ${identity} merge -q --ff-only later && git reset -q --hard HEAD~1 && rm -rf /future`,
    );
  }
  const copy = sealed ? "COPY repository /testbed\nCOPY future /future\n" : "COPY repository /testbed\n";
  const dockerfile = `FROM ${base}\n${copy}WORKDIR /testbed\nRUN ${commits.join(" && ")}\n`;
  // Suites that run at the same time must not remove each other's images.
  const tag = `swe-redteam-${process.pid}-${target.id}${sealed ? "-sealed" : ""}:1`;
  await provider.buildImage({ dockerfile: sealed ? withSealLayers(dockerfile, undefined) : dockerfile, files, tag });
  return tag;
}
