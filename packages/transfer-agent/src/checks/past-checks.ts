import { shellQuote } from "@swe/core";
import type { CommandCheck } from "./check.ts";
import type { HistoryCheckOptions } from "./future-checks.ts";

/** Sealing must not cost the past: what an agent or an eval script does with history still works. */
export function pastChecks({ repository = "/testbed", baseCommit }: HistoryCheckOptions): readonly CommandCheck[] {
  const commit = shellQuote(baseCommit ?? "HEAD");
  const check = (id: string, title: string, command: string): CommandCheck => ({
    id: `past-${id}`,
    title,
    expect: "succeeds",
    command: `cd ${shellQuote(repository)} && { ${command}; }`,
  });
  return [
    check("log", "git log works.", "git log -1 --format=%h && git rev-list --count HEAD"),
    check(
      "blame",
      "git blame works.",
      'file=$(git grep -Il "" HEAD -- | head -n 1); [ -z "$file" ] || git blame -s HEAD -- "${file#HEAD:}" >/dev/null',
    ),
    check(
      "diff",
      "git diff works.",
      "if git rev-parse -q --verify HEAD~1 >/dev/null; then git diff --shortstat HEAD~1 HEAD; fi; git diff --quiet HEAD HEAD",
    ),
    check(
      "checkout",
      "git checkout of the base commit works.",
      `git checkout -q ${commit} && { [ -z "$(git ls-files | head -n 1)" ] || git checkout -q ${commit} -- .; }`,
    ),
  ];
}
