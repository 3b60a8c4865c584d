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
docker_answers() { have docker && docker info >/dev/null 2>&1; }

if ! node_is_recent && [ -x "$SWE_TOOLS_DIR/node-$SWE_NODE_VERSION/bin/node" ]; then
  PATH="$SWE_TOOLS_DIR/node-$SWE_NODE_VERSION/bin:$PATH"
fi
if ! pnpm_is_recent && [ -x "$SWE_TOOLS_DIR/pnpm-$SWE_PNPM_VERSION/bin/pnpm" ]; then
  PATH="$SWE_TOOLS_DIR/pnpm-$SWE_PNPM_VERSION/bin:$PATH"
fi
export PATH
