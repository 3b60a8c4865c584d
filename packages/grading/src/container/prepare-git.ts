import { EngineError, type SandboxHandle } from "@swe/core";
import { execShell, tail } from "./exec-shell.ts";

/** Patterns that never belong into a patch; written to `.git/info/exclude`. */
export const usualCaches: readonly string[] = [
  "__pycache__/",
  "*.py[cod]",
  ".pytest_cache/",
  ".mypy_cache/",
  ".ruff_cache/",
  ".hypothesis/",
  ".tox/",
  ".nox/",
  ".cache/",
  ".coverage",
  "*.egg-info/",
  ".eggs/",
  "node_modules/",
  ".nyc_output/",
  ".gradle/",
  ".DS_Store",
];

// Without a repository there is nothing to prepare. A repository that belongs to another user is refused by git until it is named.
const script = `
git -c safe.directory='*' rev-parse --git-dir >/dev/null 2>&1 || exit 0
git rev-parse --git-dir >/dev/null 2>&1 || git config --global --add safe.directory "$PWD"
set -e
git config core.filemode false
exclude=$(git rev-parse --git-path info/exclude)
mkdir -p "$(dirname "$exclude")"
touch "$exclude"
[ -z "$(tail -c 1 "$exclude")" ] || printf '\\n' >>"$exclude"
while IFS= read -r pattern; do
  grep -qxF -e "$pattern" "$exclude" || printf '%s\\n' "$pattern" >>"$exclude"
done
rm -f "$(git rev-parse --git-path index.lock)"
`;

/** Options of {@link prepareGit}. */
export interface PrepareGitOptions {
  /** @default the sandbox's workdir */
  readonly workdir?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/**
 * Makes the repository of a sandbox behave: no file modes, the usual caches excluded, no stale lock. Idempotent.
 * Both stages do it before anything else, so that diffs mean the same in both.
 */
export async function prepareGit(sandbox: SandboxHandle, { workdir, abortSignal }: PrepareGitOptions = {}): Promise<void> {
  const stdin = `${usualCaches.join("\n")}\n`;
  const result = await execShell(sandbox, "preparing git", script, { cwd: workdir ?? sandbox.workdir, stdin, abortSignal });
  if (result.exitCode === 0) return;
  throw new EngineError({ message: `Sandbox ${sandbox.id.slice(0, 12)}: git could not be configured: ${tail(result.output)}` });
}
