import { shellQuote } from "@swe/core";
import type { CommandCheck } from "./check.ts";

/** Where the repository is and which commit it is at. */
export function repositoryChecks(baseCommit: string | undefined, repository = "/testbed"): readonly CommandCheck[] {
  const here = shellQuote(repository);
  return [
    {
      id: "repository",
      title: `The repository's top level is ${repository} itself.`,
      expect: "silent",
      command: [
        `command -v git >/dev/null || { echo "git is not installed, or not on the PATH of a login shell."; exit 0; }`,
        `[ -d ${here} ] || { echo "There is no folder ${repository}."; exit 0; }`,
        `[ ! -L ${here} ] || echo "${repository} is a symlink to $(readlink -f ${here})."`,
        `top=$(git -C ${here} rev-parse --show-toplevel 2>&1)`,
        `[ "$top" = "$(cd ${here} && pwd -P)" ] || { echo "git says: $top"; find ${here} -maxdepth 3 -name .git -not -path ${here}/.git | sed 's|/.git$||; s|^|There is a repository at |'; }`,
        `[ "$(git -C ${here} rev-parse --git-dir 2>/dev/null)" = "$(git -C ${here} rev-parse --git-common-dir 2>/dev/null)" ] || echo "${repository} is a linked worktree of another clone."`,
      ].join("\n"),
    },
    {
      id: "head",
      title: baseCommit === undefined ? "HEAD is a commit." : `HEAD is the base commit ${baseCommit}.`,
      expect: "silent",
      command: [
        `head=$(git -C ${here} rev-parse --verify -q 'HEAD^{commit}') || { echo "HEAD is no commit."; exit 0; }`,
        ...(baseCommit === undefined
          ? [":"]
          : [
              `base=$(git -C ${here} rev-parse --verify -q ${shellQuote(`${baseCommit}^{commit}`)}) || { echo "The repository does not contain the commit ${baseCommit}; HEAD is $head."; exit 0; }`,
              `[ "$head" = "$base" ] || { echo "HEAD is:"; git -C ${here} log -1 --format='%H %cd %s' HEAD; }`,
            ]),
      ].join("\n"),
    },
  ];
}
