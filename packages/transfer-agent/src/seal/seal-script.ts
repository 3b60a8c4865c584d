import { shellQuote } from "@swe/core";

export interface SealScriptOptions {
  /** @default "/testbed" */
  readonly repository?: string | undefined;
  /** Where else to look for copies of the project. @default "/" */
  readonly searchRoot?: string | undefined;
  /** HEAD stands for itself when the entry names none. */
  readonly baseCommit: string | undefined;
}

/**
 * Statements of a POSIX shell script, one a line, that leave nothing later than the base commit within reach: no refs that
 * are not its ancestors, no remotes, reflogs, stashes, notes, linked worktrees or alternates, no objects but those of the
 * past, and no other copy of the project on the file system. What is removed is printed. Running it again changes nothing.
 *
 * A repository that is missing or not at its base commit is left alone: the checks report that, with better words.
 */
export function sealScript({ repository = "/testbed", searchRoot = "/", baseCommit }: SealScriptOptions): readonly string[] {
  return [...setup(repository, baseCommit), ...sealRepository, ...sealMain(), ...removeCopies(searchRoot), ...finish];
}

function setup(repository: string, baseCommit: string | undefined): readonly string[] {
  return [
    "set -eu",
    'echo "seal: start"',
    `cd ${shellQuote(repository)}`,
    "here=$(pwd -P)",
    "work=$(mktemp -d)",
    "trap 'rm -rf \"$work\"' EXIT",
    // Repositories of other users: git before 2.38 reads safe.directory from configuration files only, not from its command line.
    'printf \'[include]\\n\\tpath = %s/.gitconfig\\n[safe]\\n\\tdirectory = *\\n\' "${HOME:-/root}" >"$work/.gitconfig"',
    'export HOME="$work" GIT_NO_REPLACE_OBJECTS=1 GIT_OPTIONAL_LOCKS=0',
    'git() { command git -c core.hooksPath=/dev/null -c gc.auto=0 -c core.commitGraph=false "$@"; }',
    'if [ "$(git rev-parse --show-toplevel 2>/dev/null)" != "$here" ]; then echo "seal: no repository at $here"; exit 0; fi',
    `base=$(git rev-parse -q --verify ${shellQuote(`${baseCommit ?? "HEAD"}^{commit}`)}) || { echo "seal: base commit not found"; exit 0; }`,
    'if [ "$(git rev-parse -q --verify HEAD)" != "$base" ]; then echo "seal: HEAD is not the base commit"; exit 0; fi',
    'main=$(cd "$(git rev-parse --git-common-dir)" && pwd -P)',
    'if [ "$(cd "$(git rev-parse --git-dir)" && pwd -P)" != "$main" ]; then echo "seal: $here is a linked worktree"; exit 0; fi',
    "origin=$(git config --get remote.origin.url || true)",
  ];
}

/** `seal_repository DIR COMMIT`: everything in one git folder that COMMIT does not reach goes. */
const sealRepository: readonly string[] = [
  'own() { git --git-dir="$1" for-each-ref --merged="$2" --format=\'%(refname)\' refs/heads refs/tags; }',
  'drop() { for path do if [ -e "$path" ] || [ -L "$path" ]; then echo "seal: removed $path"; rm -rf "$path"; fi; done; }',
  "seal_repository() { dir=$1; commit=$2",
  'own "$dir" "$commit" >"$work/keep"',
  'git --git-dir="$dir" for-each-ref --format=\'%(refname)\' | grep -vxF -f "$work/keep" >"$work/gone" || true',
  'sed "s|^|seal: $dir: removed |" "$work/gone"',
  'sed "s/^/delete /" "$work/gone" | git --git-dir="$dir" update-ref --no-deref --stdin',
  "git --git-dir=\"$dir\" config --name-only --get-regexp '^(remote|branch)\\.' | sed 's/\\.[^.]*$//' | sort -u >\"$work/sections\" || true",
  'while IFS= read -r section; do echo "seal: $dir: removed setting $section"; git --git-dir="$dir" config --remove-section "$section" || true; done <"$work/sections"',
  'git --git-dir="$dir" config --unset-all remote.pushdefault || true',
  'for file in "$dir"/*_HEAD; do drop "$file"; done',
  'drop "$dir/logs" "$dir/worktrees" "$dir/rebase-apply" "$dir/rebase-merge" "$dir/sequencer" "$dir/AUTO_MERGE" "$dir/SQUASH_MSG" "$dir/MERGE_MSG" "$dir/MERGE_MODE" "$dir/COMMIT_EDITMSG" "$dir/rr-cache" "$dir/lost-found" "$dir/svn" "$dir/remotes" "$dir/branches" "$dir/info/grafts" "$dir/info/refs"',
  'drop "$dir/refs/remotes" "$dir/refs/original" "$dir/refs/notes" "$dir/refs/stash" "$dir/refs/bisect"',
  'rm -rf "$dir"/objects/info/commit-graph "$dir"/objects/info/commit-graphs "$dir"/objects/info/packs "$dir"/objects/pack/multi-pack-index* "$dir"/objects/pack/*.keep "$dir"/objects/pack/*.mtimes "$dir"/objects/pack/*.bitmap "$dir"/objects/pack/tmp_*',
  'if [ -s "$dir/objects/info/alternates" ]; then cat "$dir/objects/info/alternates" >>"$work/stores"; fi',
  'git --git-dir="$dir" repack -a -d -n -q; drop "$dir/objects/info/alternates" "$dir/objects/info/http-alternates"; git --git-dir="$dir" prune --expire=now; }',
];

/** A partial clone fetches objects when they are asked for, which it cannot do any more: those of the past are fetched now. */
const completePartialClone: readonly string[] = [
  "partial=$(git config --get extensions.partialClone || git config --name-only --get-regexp '^remote\\..*\\.promisor$' | sed 's/^remote\\.//; s/\\.promisor$//' | head -n 1)",
  'if [ -n "$partial" ]; then git rev-list --objects --missing=print "$base" | sed -n "s/^?//p" >"$work/missing"',
  'if [ -s "$work/missing" ]; then echo "seal: fetching missing objects of the past from $partial"; git -c fetch.negotiationAlgorithm=noop fetch -q --no-tags --no-write-fetch-head --recurse-submodules=no --filter=blob:none --stdin "$partial" <"$work/missing"; fi',
  'git config --unset extensions.partialClone || true; rm -f "$main"/objects/pack/*.promisor; fi',
];

function sealMain(): readonly string[] {
  return [
    ': >"$work/stores"',
    "git worktree list --porcelain | sed -n 's/^worktree //p' | sed 1d >\"$work/worktrees\"",
    'while IFS= read -r tree; do drop "$tree"; done <"$work/worktrees"',
    ...completePartialClone,
    'seal_repository "$main" "$base"',
    'if [ -d "$main/modules" ]; then find "$main/modules" -name HEAD -type f ! -path "*/logs/*" ! -path "*/refs/*" >"$work/modules"; else : >"$work/modules"; fi',
    // Submodules made by an old git have their repository in the working tree.
    'git ls-files -s | sed -n \'s/^160000 [^\t]*\t//p\' | while IFS= read -r path; do if [ -d "$path/.git" ]; then echo "$here/$path/.git/HEAD"; fi; done >>"$work/modules"',
    'while IFS= read -r head; do module=$(dirname "$head"); if commit=$(git --git-dir="$module" rev-parse -q --verify HEAD); then seal_repository "$module" "$commit"; fi; done <"$work/modules"',
  ];
}

/** Other clones, mirrors, object stores and bundles of the same project, wherever they are. */
function removeCopies(searchRoot: string): readonly string[] {
  return [
    'loose="*/$(echo "$base" | cut -c1-2)/$(echo "$base" | cut -c3-)"',
    `find ${shellQuote(searchRoot)} -xdev -path "$main" -prune -o \\( -name HEAD -o -name 'pack-*.idx' -o -name '*.bundle' -o -path "$loose" \\) \\( -type f -o -type l \\) -print >"$work/found" 2>/dev/null || true`,
    'tracked() { case $1 in "$here"/*) git ls-files --error-unmatch -- "$1" >/dev/null 2>&1 ;; *) return 1 ;; esac; }',
    'same_project() { git --git-dir="$1" cat-file -e "$base" 2>/dev/null || { [ -n "$origin" ] && [ "$(git --git-dir="$1" config --get remote.origin.url)" = "$origin" ]; }; }',
    'roots() { case "$here/" in "$1"/*) return 0 ;; esac; case $1 in / | /root | /home | /usr | /usr/* | /opt | /srv | /tmp | /var) return 0 ;; *) return 1 ;; esac; }',
    'remove_clone() { dir=$1; [ -d "$dir/objects" ] || return 0; same_project "$dir" || return 0',
    'tree=$(dirname "$dir"); commit=$(git --git-dir="$dir" rev-parse -q --verify HEAD || true)',
    'if [ "$(basename "$dir")" = .git ] && ! git merge-base --is-ancestor "${commit:-none}" "$base" 2>/dev/null && ! roots "$tree"; then drop "$tree"; else drop "$dir"; fi; }',
    'while IFS= read -r file; do case $file in */HEAD) remove_clone "$(dirname "$file")" ;; esac; done <"$work/found"',
    'while IFS= read -r store; do case $store in /*) if [ -d "$store" ] && [ "$store" != "$main/objects" ]; then drop "$store"; fi ;; esac; done <"$work/stores"',
    [
      'while IFS= read -r file; do if [ -e "$file" ] && ! tracked "$file"; then case $file in',
      '*.idx) if git show-index <"$file" 2>/dev/null | grep -q "$base"; then drop "${file%.idx}.pack" "${file%.idx}.rev" "$file"; fi ;;',
      '*.bundle) if head -c 16 "$file" | grep -q \'git bundle\'; then drop "$file"; fi ;;',
      "*/HEAD) ;;",
      '*) drop "$(dirname "$(dirname "$file")")" ;;',
      'esac; fi; done <"$work/found"',
    ].join(" "),
  ];
}

/** git refuses a repository whose files belong to somebody else than its folder. */
const finish: readonly string[] = [
  'if [ "$(stat -c %u "$here")" != "$(id -u)" ]; then chown -R "$(stat -c %u:%g "$here")" "$main"',
  'git config --system --get-all safe.directory | grep -qxF "$here" || git config --system --add safe.directory "$here"; fi',
  'echo "seal: done"',
];
