import { EngineError, type SandboxHandle } from "@swe/core";
import { execShell, tail } from "./exec-shell.ts";

/** Files of a fresh sandbox that are set aside before a patch goes in. */
export interface GuardOptions {
  /** Relative to the workdir. Files, symlinks and paths that do not exist; a folder is left alone. */
  readonly paths: readonly string[];
  /** The test patch that the eval script is going to apply. */
  readonly testPatch?: string | undefined;
  /** @default the sandbox's workdir */
  readonly workdir?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** What {@link FileGuard.restore} found. */
export interface GuardReport {
  /** Paths that differed from the start and were put back or removed. */
  readonly restored: readonly string[];
  /** The test patch applies now; undefined when it did not apply at the start either, so that nothing can be said. */
  readonly testPatchApplies: boolean | undefined;
}

/** Holds the state of files at the start. */
export interface FileGuard {
  /** Puts the files back as they were. Once only: the copies are gone afterwards. */
  restore(options?: { readonly abortSignal?: AbortSignal | undefined }): Promise<GuardReport>;
}

const check = `git -c safe.directory='*' -c core.autocrlf=false apply --check "$dir/test.patch" >/dev/null 2>&1`;

// Entries of the store: N.path, and N.copy unless there was nothing; `links` lists parents that were symlinks from the start.
const saveScript = `
umask 077
if git -c safe.directory='*' rev-parse --git-dir >/dev/null 2>&1; then
  git -c safe.directory='*' config core.hooksPath /dev/null
  git -c safe.directory='*' config core.fsmonitor false
fi
dir=$(mktemp -d /tmp/.swe-guard.XXXXXXXX) || exit 1
: >"$dir/links"
n=0
while IFS= read -r -d '' path && [ -n "$path" ]; do
  parent=$path
  while [ "\${parent%/*}" != "$parent" ]; do
    parent=\${parent%/*}
    [ ! -L "$parent" ] || printf '%s\\0' "$parent" >>"$dir/links"
  done
  [ -d "$path" ] && [ ! -L "$path" ] && continue
  printf %s "$path" >"$dir/$n.path" || exit 1
  if [ -e "$path" ] || [ -L "$path" ]; then cp -pP -- "$path" "$dir/$n.copy" || exit 1; fi
  n=$((n + 1))
done
cat >"$dir/test.patch" || exit 1
if [ -s "$dir/test.patch" ] && ${check}; then printf 'applies '; else printf 'unknown '; fi
printf '%s' "$dir"
`;

const restoreScript = `
dir=$1
shopt -s nullglob
declare -A links
while IFS= read -r -d '' link; do links[$link]=1; done <"$dir/links"
same() {
  if [ -L "$1" ] || [ -L "$2" ]; then [ -L "$1" ] && [ -L "$2" ] && [ "$(readlink -- "$1")" = "$(readlink -- "$2")" ]; return; fi
  [ -f "$1" ] && [ "$(sha256sum <"$1")" = "$(sha256sum <"$2")" ] && [ "$(stat -c %a -- "$1")" = "$(stat -c %a -- "$2")" ]
}
for name in "$dir"/*.path; do
  path=$(cat "$name"; printf x)
  path=\${path%x}
  copy=\${name%.path}.copy
  rest=$path
  parent=
  while [ "\${rest#*/}" != "$rest" ]; do
    parent=$parent\${rest%%/*}
    rest=\${rest#*/}
    if [ -z "\${links[$parent]-}" ] && { [ -L "$parent" ] || { [ -e "$parent" ] && [ ! -d "$parent" ]; }; }; then
      printf '%s\\0' "$parent"
      rm -f -- "$parent" || exit 1
    fi
    parent=$parent/
  done
  if [ -e "$copy" ] || [ -L "$copy" ]; then
    same "$path" "$copy" && continue
    printf '%s\\0' "$path"
    rm -rf -- "$path" && mkdir -p -- "$(dirname -- "$path")" && cp -pP -- "$copy" "$path" || exit 1
  elif [ -e "$path" ] || [ -L "$path" ]; then
    printf '%s\\0' "$path"
    rm -rf -- "$path" || exit 1
  fi
done
printf '\\0'
if [ ! -s "$dir/test.patch" ] || ${check}; then printf applies; else printf rejected; fi
rm -rf "$dir"
`;

/**
 * Sets the state of files aside, out of reach of the patch that comes next, and finds out whether the test patch applies.
 * Also turns off hooks and the file system monitor, which could start programs that the patch brings along.
 */
export async function guardFiles(sandbox: SandboxHandle, options: GuardOptions): Promise<FileGuard> {
  const { paths, testPatch = "", workdir, abortSignal } = options;
  const cwd = workdir ?? sandbox.workdir;
  const stdin = `${paths.map((path) => `${path}\0`).join("")}\0${testPatch}`;
  const saved = await execShell(sandbox, "setting files aside", saveScript, { cwd, stdin, abortSignal });
  const [, state, dir] = /^(applies|unknown) (\/tmp\/\S+)$/.exec(saved.stdout) ?? [];
  if (saved.exitCode !== 0 || dir === undefined) throw failed(sandbox, "set aside", saved.output);
  return {
    restore: async ({ abortSignal: signal } = {}) => {
      const result = await execShell(sandbox, "putting files back", restoreScript, { cwd, args: [dir], abortSignal: signal });
      const at = result.stdout.lastIndexOf("\0");
      if (result.exitCode !== 0 || at < 0) throw failed(sandbox, "put back", result.output);
      const restored = result.stdout
        .slice(0, at)
        .split("\0")
        .filter((path) => path !== "");
      return {
        restored: [...new Set(restored)],
        testPatchApplies: state === "applies" ? result.stdout.slice(at + 1) === "applies" : undefined,
      };
    },
  };
}

function failed(sandbox: SandboxHandle, what: string, output: string): EngineError {
  return new EngineError({ message: `Sandbox ${sandbox.id.slice(0, 12)}: files of the repository could not be ${what}: ${tail(output)}` });
}
