/** Exit status of the wrapper: the script ended and its last marker was 0, was something else, or never came. */
export const markerZeroCode = 110;
export const markerOtherCode = 111;
export const markerAbsentCode = 112;
/** A guarded test patch did not apply. */
export const applyFailedCode = 113;

/**
 * Reads a nonce line and then the whole script from its standard input, which is at its end before the script's first command
 * runs: no file, pipe or argument list holds the script while the tests run. Both output streams become one, since two pipes lose
 * the order in which things were written, and with it the end of the script. When the shell ends by itself it prints
 * `nonce status marker` and exits with one of the codes above, so that the verdict does not hang on what was printed.
 */
export const wrapper: string = `
IFS= read -r __swe_nonce
__swe_script=$(cat)
exec </dev/null 2>&1
# Passed tests are named in pytest's summary whatever verbosity the script asks for; its own flags win.
export PYTEST_ADDOPTS="-rfEsxXp \${PYTEST_ADDOPTS-}"
__swe_marker=()
__swe_trap=
# An EXIT trap of the script's own must not take the place of the wrapper's. It runs before it, in a shell that it may end.
trap() {
  { local __swe_x=$-; set +x; } 2>/dev/null
  local __swe_signals=() __swe_signal __swe_own=
  [ "\${1-}" != -- ] || shift
  [ "$#" != 1 ] || [[ $1 = -* ]] || set -- - "$1"
  if [ "$BASH_SUBSHELL" = 0 ] && [ "$#" -gt 1 ] && [[ $1 != -[lp]* ]]; then
    for __swe_signal in "\${@:2}"; do
      case $__swe_signal in EXIT | exit | 0) __swe_own=1 ;; *) __swe_signals+=("$__swe_signal") ;; esac
    done
  fi
  if [ -z "$__swe_own" ]; then
    builtin trap "$@"
  else
    __swe_trap=$1
    [ "$1" != - ] || __swe_trap=
    [ "\${#__swe_signals[@]}" = 0 ] || builtin trap "$1" "\${__swe_signals[@]}"
  fi
  { case $__swe_x in *x*) set -x ;; esac; } 2>/dev/null
}
__swe_end() {
  local status=$? code=${markerAbsentCode} last=none
  builtin trap - EXIT
  set +xeu
  [ -z "$__swe_trap" ] || ( (exit "$status"); eval "$__swe_trap") 2>&1
  if [ "\${#__swe_marker[@]}" -gt 0 ]; then
    last=\${__swe_marker[\${#__swe_marker[@]}-1]}
    code=${markerOtherCode}
    [ "$last" = 0 ] && code=${markerZeroCode}
  elif [ "$status" = ${applyFailedCode} ]; then
    code=${applyFailedCode}
  fi
  printf '\\n%s %s %s\\n' "$__swe_nonce" "$status" "$last"
  exit "$code"
}
builtin trap '{ __swe_end; } 2>/dev/null' EXIT
eval "$__swe_script"
{ __swe_end; } 2>/dev/null
`;
