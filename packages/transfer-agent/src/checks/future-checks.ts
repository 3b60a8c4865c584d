import { shellQuote } from "@swe/core";
import type { CommandCheck } from "./check.ts";

export interface HistoryCheckOptions {
  readonly repository?: string | undefined;
  /** Where to look for other copies of the project. @default "/" */
  readonly searchRoot?: string | undefined;
  /** @default HEAD */
  readonly baseCommit: string | undefined;
}

/** One check for each way in which something later than the base commit could be reached. Each prints what it finds. */
export function futureChecks({ repository = "/testbed", searchRoot = "/", baseCommit }: HistoryCheckOptions): readonly CommandCheck[] {
  const prelude = [
    `cd ${shellQuote(repository)} || exit 9`,
    "export GIT_NO_REPLACE_OBJECTS=1",
    `base=$(git rev-parse --verify -q ${shellQuote(`${baseCommit ?? "HEAD"}^{commit}`)}) || { echo "base commit not found"; exit 9; }`,
    'dir=$(cd "$(git rev-parse --git-common-dir)" && pwd -P)',
  ].join("\n");
  return routes(searchRoot).map(([id, title, command]) => ({
    id: `future-${id}`,
    title,
    expect: "silent",
    command: `${prelude}\n${command}`,
  }));
}

type Route = readonly [id: string, title: string, command: string];

function routes(searchRoot: string): readonly Route[] {
  return [...refRoutes, ...fileRoutes, ...objectRoutes, copies(searchRoot)];
}

function laterRefs(namespace: string): string {
  return `git for-each-ref --format='%(refname)' ${namespace} | grep -vxF -f <(git for-each-ref --merged="$base" --format='%(refname)' ${namespace}) || true`;
}

const refRoutes: readonly Route[] = [
  ["branches", "No branch leads beyond the base commit.", laterRefs("refs/heads")],
  ["tags", "No tag leads beyond the base commit.", laterRefs("refs/tags")],
  [
    "remotes",
    "There are no remotes and no remote branches.",
    "git config --name-only --get-regexp '^remote\\.'; git for-each-ref --format='%(refname)' refs/remotes",
  ],
  ["stash", "There is no stash.", "git for-each-ref --format='%(refname)' refs/stash"],
  ["notes", "There are no notes.", "git for-each-ref --format='%(refname)' refs/notes"],
  [
    "other-refs",
    "There are no refs besides branches and tags.",
    "git for-each-ref --format='%(refname)' | grep -Ev '^refs/(heads|tags|remotes|notes)/|^refs/stash$' || true",
  ],
  ["reachable", "No commit beyond the base commit is reachable.", 'git rev-list --all --reflog HEAD --not "$base" | head -n 50'],
];

const fileRoutes: readonly Route[] = [
  [
    "reflogs",
    "There are no reflogs.",
    'find "$dir" -path "*/logs/*" -type f -size +0 | head -n 50; git log -g --format="%h %gs" --all 2>/dev/null | head -n 50',
  ],
  ["pseudo-refs", "There is no FETCH_HEAD, ORIG_HEAD or the like.", 'find "$dir" -maxdepth 1 \\( -name "?*_HEAD" -o -name AUTO_MERGE \\)'],
  [
    "worktrees",
    "There are no linked worktrees.",
    "git worktree list --porcelain | sed -n 's/^worktree //p' | sed 1d; ls \"$dir/worktrees\" 2>/dev/null || true",
  ],
  [
    "alternates",
    "No other object store is borrowed from.",
    'cat "$dir/objects/info/alternates" "$dir/objects/info/http-alternates" 2>/dev/null || true',
  ],
  [
    "leftovers",
    "No unfinished operation, graft or list of old refs is left behind.",
    'cd "$dir" && for name in SQUASH_MSG MERGE_MSG MERGE_MODE COMMIT_EDITMSG rebase-apply rebase-merge sequencer rr-cache lost-found svn info/grafts info/refs objects/info/commit-graph objects/info/commit-graphs; do [ ! -e "$name" ] || echo "$name"; done',
  ],
];

const commitsOf =
  "git cat-file --batch-all-objects --unordered --batch-check='%(objecttype) %(objectname)' | sed -n 's/^commit //p' | sort";

const objectRoutes: readonly Route[] = [
  [
    "packed",
    "Every commit in the object store, packed or loose, belongs to the past.",
    `comm -23 <(${commitsOf}) <(git rev-list "$base" | sort) | head -n 50`,
  ],
  [
    "unreachable",
    "There are no unreachable objects.",
    "git fsck --unreachable --no-reflogs --connectivity-only --no-progress 2>&1 | grep -E '^(unreachable|dangling|missing|broken|error|fatal)' | head -n 50 || true",
  ],
  [
    "submodules",
    "No submodule's repository holds commits beyond the one that is checked out.",
    [
      '{ [ ! -d "$dir/modules" ] || find "$dir/modules" -name HEAD -type f -not -path "*/logs/*" -not -path "*/refs/*"',
      'git ls-files -s | sed -n \'s/^160000 [^\t]*\t//p\' | while IFS= read -r path; do [ ! -d "$path/.git" ] || echo "$PWD/$path/.git/HEAD"; done',
      "} | while IFS= read -r head; do",
      'export GIT_DIR=$(dirname "$head")',
      `comm -23 <(${commitsOf}) <(git rev-list HEAD | sort) | sed "s|^|$GIT_DIR |" | head -n 20`,
      "git config --name-only --get-regexp '^remote\\.' | sed \"s|^|$GIT_DIR |\"",
      "done",
      "true",
    ].join("\n"),
  ],
];

/** The same commit anywhere else means another copy of the project, whose later history is a `cd` away. */
function copies(searchRoot: string): Route {
  return [
    "copies",
    "There is no other clone, mirror, object store or bundle of the project in the image.",
    [
      'tracked() { case $1 in "$PWD"/*) git ls-files --error-unmatch -- "$1" >/dev/null 2>&1 ;; *) return 1 ;; esac; }',
      'loose="*/${base:0:2}/${base:2}"',
      `find ${shellQuote(searchRoot)} -xdev -path "$dir" -prune -o \\( -name HEAD -o -name 'pack-*.idx' -o -name '*.bundle' -o -path "$loose" \\) -not -type d -print 2>/dev/null | while IFS= read -r file; do`,
      "case $file in",
      '*/HEAD) store=$(dirname "$file"); [ -d "$store/objects" ] && git --git-dir="$store" cat-file -e "$base" 2>/dev/null && echo "$store" ;;',
      '*.idx) git show-index <"$file" 2>/dev/null | grep -q "$base" && echo "$file" ;;',
      '*.bundle) head -c 16 "$file" | grep -q \'git bundle\' && ! tracked "$file" && echo "$file" ;;',
      '*) echo "$file" ;;',
      "esac",
      "done | head -n 50",
      "true",
    ].join("\n"),
  ];
}
