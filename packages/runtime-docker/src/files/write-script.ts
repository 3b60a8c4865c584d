/**
 * What writes a file: `$1` is its path, `$2` the name of a file beside it that gets the content first and then takes its place, so that
 * whoever looks, and whatever cuts the writing off, finds the old content or the new one. Owner and mode are kept. In place is written
 * only where nothing else is possible: several hard links, a mount point, a folder that the user may not write to.
 */
export interface WriteScripts {
  /** Goes before the content's own command, which has to be one that prints it. */
  readonly before: string;
  readonly after: string;
  /** Removes what a write that was cut off left. */
  readonly clean: string;
}

const locate = `
p=$1
[[ $p != */ ]] || { builtin printf '%s: Is a directory\\n' "$p" >&2; exit 1; }
if [[ -L $p ]]; then
  p=$(command -p readlink -f -- "$p" && builtin printf x)
  p=\${p%$'\\n'x}
  [[ $p ]] || { builtin printf '%s: the link cannot be followed\\n' "$1" >&2; exit 1; }
fi
d=\${p%/*} t=\${p%/*}/$2`;

const before = `${locate}
if [[ -d $p ]]; then builtin printf '%s: Is a directory\\n' "$p" >&2; exit 1; fi
if [[ -e $p && ! -f $p ]]; then builtin printf '%s: Not a regular file\\n' "$p" >&2; exit 1; fi
[[ -z $d || -d $d ]] || command -p mkdir -p -- "$d" || exit 1
umask 022
staged=1
{ exec 9>|"$t"; } 2>/dev/null || { staged=; exec 9>|"$p"; } || exit 1
{ `;

/** `bytes` is given where the content comes through a pipe: one that breaks looks like one that ends. */
function after(mode: number | undefined, bytes: number | undefined): string {
  const given = mode === undefined ? "" : mode.toString(8);
  const isWhole = bytes === undefined ? "" : `[[ $(command -p stat -L -c %s -- /proc/self/fd/9) == ${bytes} ]] &&`;
  return `
} >&9 && ${isWhole} exec 9>&- || { [[ $staged ]] && command -p rm -f -- "$t"; exit 1; }
mode=${given}
if [[ ! $staged ]]; then
  [[ -z $mode ]] || command -p chmod $mode -- "$p"
  exit
fi
if [[ -e $p ]]; then
  read -r old uid gid links < <(command -p stat -L -c '%a %u %g %h' -- "$p")
  [[ $links == 1 ]] && { [[ -O $p && -G $p && -G $t ]] || command -p chown "$uid:$gid" -- "$t" 2>/dev/null; } &&
    command -p chmod "\${mode:-$old}" -- "$t" && command -p mv -f -- "$t" "$p" 2>/dev/null && exit
  command -p cat <"$t" >|"$p" && { [[ -z $mode ]] || command -p chmod $mode -- "$p"; }
else
  { [[ -z $mode ]] || command -p chmod $mode -- "$t"; } && command -p mv -f -- "$t" "$p" && exit
fi
status=$?
command -p rm -f -- "$t"
exit $status`;
}

export function writeScripts(mode: number | undefined, bytes: number | undefined): WriteScripts {
  return { before, after: after(mode, bytes), clean: `${locate}; command -p rm -f -- "$t"` };
}
