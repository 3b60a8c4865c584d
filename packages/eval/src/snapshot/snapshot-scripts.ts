/*
 * The shell half of snapshots. Everything runs with a POSIX shell, coreutils and git. The git folder that holds a snapshot
 * is our own and lies outside the repository: the repository's configuration, hooks, attributes, lock files and index have
 * no say, and what is hashed are the exact bytes on disk.
 */

/** Exit status: the image has no git. */
export const statusNoGit = 90;
/** Exit status: the snapshot's own folder or objects it needs are gone. */
export const statusLost = 91;

/** `$1` folder of the snapshot, `$2` root of the tree, `$3` absolute path of git. */
const prelude: string = String.raw`
set -u
state=$1 root=$2 git=$3
cd "$root" 2>/dev/null || { mkdir -p "$root" && cd "$root"; } || exit 92
export HOME="$state/home" LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE GIT_COMMON_DIR GIT_PREFIX \
  GIT_CONFIG GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_DIFF_OPTS GIT_EXTERNAL_DIFF GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_ATTR_SOURCE
repo() { "$git" --git-dir="$root/.git" --work-tree="$root" "$@"; }
own() { "$git" --git-dir="$state/git" --work-tree="$root" "$@"; }
frame() { wc -c <"$1"; cat "$1"; }

start_state() {
  mkdir -p "$state/home" || exit 92
  format=$(repo rev-parse --show-object-format 2>/dev/null) || format=sha1
  "$git" init -q --bare --template= --object-format="$format" "$state/git" 2>/dev/null || "$git" init -q --bare --template= "$state/git" || exit 92
  extensions=''
  [ "$format" = sha1 ] || extensions="[extensions]
objectformat = $format"
  version=0
  [ "$format" = sha1 ] || version=1
  cat >"$state/git/config" <<END
[core]
repositoryformatversion = $version
bare = false
filemode = true
symlinks = true
autocrlf = false
safecrlf = false
ignorecase = false
precomposeunicode = false
protectNTFS = false
protectHFS = false
untrackedCache = false
fsmonitor = false
quotePath = true
bigFileThreshold = 64m
[gc]
auto = 0
$extensions
END
  mkdir -p "$state/git/info" "$state/git/objects/info"
  echo '* -text -eol -crlf -filter -ident -working-tree-encoding !diff !merge !whitespace' >"$state/git/info/attributes"
  placeholder=.swe-look-inside-$(basename "$state")
}

# Takes everything in that the rules do not ignore, what nested repositories hold included: an entry below a nested
# repository makes git look inside it.
add_others() {
  placeholder=.swe-look-inside-$(basename "$state")
  : >"$state/nested"
  rounds=0
  while own ls-files -z -o --exclude-from="$state/ignore" --exclude-from="$state/large" >"$state/others" &&
    grep -z '/$' "$state/others" >"$state/found" && [ $rounds -lt 30 ]; do
    cat "$state/found" >>"$state/nested"
    sed -z "s|^|100644 $empty 0	|; s|\$|$placeholder|" "$state/found" | own update-index -z --index-info || return 1
    rounds=$((rounds + 1))
  done
  if [ -s "$state/nested" ]; then
    sed -z "s|\$|$placeholder|" "$state/nested" | own update-index -z --force-remove --stdin || return 1
  fi
  grep -zv '/$' "$state/others" | own update-index -z --add --remove --replace --stdin
}

# Repositories inside the tree must count as the files they hold, never as a link to a commit.
drop_links() {
  if own ls-files -s -z | grep -z '^160000 ' >"$state/links"; then
    sed -z 's|^[^	]*	||' "$state/links" | own update-index -z --force-remove --stdin
  fi
}

# Untracked files above the limit stay out: one pattern each.
note_large() {
  find . -name .git -prune -o -type f -size +"$1"k -print 2>/dev/null | sed 's/[*?[\\]/\\&/g; s|^\.||' >>"$state/large"
  sort -u -o "$state/large" "$state/large"
}
empty_blob() { empty=$(own hash-object -t blob --stdin </dev/null); }
`;

/** `$1` root of the tree, `$2` nonce, then folders of which the first writable one is to hold the snapshot. Prints the ignore rules in force: frames of git's path, HEAD, ignored folders, ignore files, info/exclude, the user's file. */
export const inspectScript: string = String.raw`
set -u
root=$1
cd "$root" || exit 92
git=$(command -v git || bash -lc 'command -v git') || exit 90
export LC_ALL=C GIT_OPTIONAL_LOCKS=0
nonce=$2
shift 2
for base; do
  state=$base/.swe-$nonce
  mkdir -p "$state" 2>/dev/null && break
done
[ -d "$state" ] || exit 92
repo() { "$git" --git-dir="$root/.git" --work-tree="$root" "$@"; }
frame() { wc -c <"$1"; cat "$1"; }
part=$state/part
printf '%s' "$state" >"$part"; frame "$part"
printf '%s' "$git" >"$part"; frame "$part"
repo rev-parse HEAD >"$part" 2>/dev/null || : >"$part"
frame "$part"
find . -name .git -prune -o -name .gitignore -type f -exec sh -c 'for f; do printf "%s\0" "${"$"}{f%/*}"; done' sh {} + |
  repo check-ignore -z --stdin --no-index >"$part" 2>/dev/null
frame "$part"
find . -name .git -prune -o -name .gitignore -type f -exec sh -c 'for f; do printf "%s\0" "${"$"}{f%/*}"; wc -c <"$f"; cat "$f"; done' sh {} + >"$part"
frame "$part"
exclude=$(repo rev-parse --git-path info/exclude 2>/dev/null) && cat "$exclude" >"$part" 2>/dev/null || : >"$part"
frame "$part"
global=$(repo config --type=path core.excludesFile 2>/dev/null) || global=${"$"}{XDG_CONFIG_HOME:-$HOME/.config}/git/ignore
cat "$global" >"$part" 2>/dev/null || : >"$part"
frame "$part"
`;

/** `$4` limit of untracked files in KiB; stdin the flat ignore rules. Prints a frame with the id of the tree. */
export const takeScript: string = String.raw`${prelude}
start_state
cat >"$state/ignore"
: >"$state/large"
note_large "$4"
objects=$(repo rev-parse --git-path objects 2>/dev/null) && (cd "$objects" 2>/dev/null && pwd) >"$state/git/objects/info/alternates"
[ -s "$state/git/objects/info/alternates" ] || rm -f "$state/git/objects/info/alternates"
empty_blob
repo ls-files -s -z 2>/dev/null | grep -zv '^160000 ' | own update-index -z --index-info || exit 93
own add -u || exit 93
drop_links && add_others || exit 93
own write-tree >"$state/part" || exit 93
: >"$state/taken"
frame "$state/part"
`;

/** `$4` id of the start tree, `$5` limit of new files in KiB. Leaves the patch in `$state/patch`; prints frames of facts. */
export const captureScript: string = String.raw`${prelude}
[ -s "$state/git/index" ] && own cat-file -e "$4^{tree}" 2>/dev/null || exit ${String(statusLost)}
# With its time, which tells git whose content to look at because it may have changed within the same second.
cp -p "$state/git/index" "$state/git/index.end" && rm -f "$state/git/index.end.lock" || exit 92
export GIT_INDEX_FILE="$state/git/index.end"
cp "$state/large" "$state/large.start"
note_large "$5"
empty_blob
own add -u || exit ${String(statusLost)}
drop_links && add_others || exit 93
end=$(own write-tree) || exit ${String(statusLost)}
own diff-tree -r -p --binary --full-index --no-renames --no-ext-diff --no-textconv --no-color --src-prefix=a/ --dst-prefix=b/ "$4" "$end" >"$state/patch" || exit ${String(statusLost)}
printf '%s' "$end" >"$state/part"; frame "$state/part"
own diff-tree -r -z --no-renames --name-status "$4" "$end" >"$state/part"; frame "$state/part"
frame "$state/nested"
find . -name .git -prune -o \( -type f -o -type l \) -cnewer "$state/taken" -print0 2>/dev/null | sed -z 's|^\./||' | sort -z >"$state/recent"
own ls-files -z | sort -z | comm -z -13 - "$state/recent" >"$state/part" 2>/dev/null || : >"$state/part"
frame "$state/part"
comm -13 "$state/large.start" "$state/large" >"$state/part"; frame "$state/part"
cp "$state/large.start" "$state/large"
repo rev-parse HEAD >"$state/part" 2>/dev/null || : >"$state/part"
frame "$state/part"
if [ -e "$root/.git" ]; then printf present; else printf missing; fi >"$state/part"; frame "$state/part"
wc -c <"$state/patch" >"$state/part"; frame "$state/part"
`;

/** `$4` id of the start tree. Leaves all its objects as a pack in `$state/pack`. */
export const exportScript: string = String.raw`${prelude}
own rev-list --objects "$4" | cut -d' ' -f1 | own pack-objects -q --stdout >"$state/pack" || exit 93
`;

/** `$4` id of the start tree; a pack with its objects lies in `$state/pack`, the ignore rules in `$state/ignore`. */
export const importScript: string = String.raw`${prelude}
start_state
own index-pack --stdin <"$state/pack" >/dev/null || exit 93
own read-tree "$4" || exit 93
: >"$state/taken"
`;

/** `$4` id of the start tree; stdin an archive of the tree that takes the place of the one here. */
export const receiveScript: string = String.raw`${prelude}
own rev-list --objects "$4" | cut -d' ' -f1 | own pack-objects -q --stdout >"$state/pack" || exit 93
own index-pack --stdin <"$state/pack" >/dev/null && rm -f "$state/git/objects/info/alternates" || exit 93
find . -mindepth 1 -maxdepth 1 -exec rm -rf {} + || exit 93
tar -xpf - || exit 93
`;
