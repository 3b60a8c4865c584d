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
__swe_end() {
  local status=$? code=${markerAbsentCode} last=none
  trap - EXIT
  set +xeu
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
trap '{ __swe_end; } 2>/dev/null' EXIT
eval "$__swe_script"
{ __swe_end; } 2>/dev/null
`;
