/** Shell text: a folder beside the repository that goes with the shell, and `copy_in PATH` for an ordinary file of the repository (not for links). */
export const probeFolder = `
shopt -s nullglob
root=$PWD
dir=$(mktemp -d /tmp/.swe-probe.XXXXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/tree"
copy_in() {
  [ -f "$root/$1" ] && [ ! -L "$root/$1" ] || return 0
  mkdir -p -- "$dir/tree/$(dirname -- "$1")" && cp -p -- "$root/$1" "$dir/tree/$1"
}
`;
