# Sourced, never run. Puts the project's Node and pnpm on PATH (installed by scripts/setup only where the
# machine has none that is good enough) and defines what the other scripts share.
# shellcheck shell=bash

SWE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
SWE_TOOLS_DIR=${SWE_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/swe-toolkit}
SWE_NODE_VERSION=24.21.0
SWE_PNPM_VERSION=12.21.0
export SWE_TOOLS_DIR

say() { printf '%s\n' "$*" >&2; }
die() {
  say "error: $*"
  exit 2
}
have() { command -v "$1" >/dev/null 2>&1; }

# limited SECONDS COMMAND...: runs the command, and ends it with everything it started when its time is over (exit 124 or 137).
limited() {
  local seconds=$1 child guard status=0 where=()
  shift
  if have timeout; then
    # In a group of its own it would not hear Ctrl-C.
    [ ! -t 0 ] || where=(--foreground)
    timeout "${where[@]+"${where[@]}"}" -k 5 "$seconds" "$@"
    return
  fi
  "$@" <&0 &
  child=$!
  (sleep "$seconds" && kill -9 "$child") >/dev/null 2>&1 &
  guard=$!
  wait "$child" || status=$?
  kill "$guard" 2>/dev/null || true
  return "$status"
}

# Exit 0 when the `node` found first on PATH can run the sources as they are (24 or newer; the built packages need only 22.18).
node_is_recent() {
  have node && node -e '
    const major = Number(process.versions.node.split(".")[0]);
    process.exit(major >= 24 ? 0 : 1);'
}
pnpm_is_recent() {
  local version
  version=$(cd / && pnpm --version 2>/dev/null) && [ "${version%%.*}" -ge 10 ]
}
# An engine that is half dead takes connections and never answers.
docker_answers() { have docker && limited "${SWE_DOCKER_ANSWER_SECONDS:-20}" docker version --format '{{.Server.Version}}' >/dev/null 2>&1 </dev/null; }

if ! node_is_recent && [ -x "$SWE_TOOLS_DIR/node-$SWE_NODE_VERSION/bin/node" ]; then
  PATH="$SWE_TOOLS_DIR/node-$SWE_NODE_VERSION/bin:$PATH"
fi
if ! pnpm_is_recent && [ -x "$SWE_TOOLS_DIR/pnpm-$SWE_PNPM_VERSION/bin/pnpm" ]; then
  PATH="$SWE_TOOLS_DIR/pnpm-$SWE_PNPM_VERSION/bin:$PATH"
fi
export PATH
