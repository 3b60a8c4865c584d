import { EngineError, type SandboxHandle } from "@swe/core";
import { mentionedPaths } from "../patch/mentioned-paths.ts";
import { execShell } from "./exec-shell.ts";

/** How a patch went in: `none` = not at all. */
export type AppliedBy = "git apply" | "git apply --3way" | "patch --fuzz" | "none";

/** What became of a patch. */
export interface PatchApplication {
  readonly applied: boolean;
  readonly how: AppliedBy;
  /** What the tools said. */
  readonly log: string;
}

/** Options of {@link applyPatch}. */
export interface ApplyPatchOptions {
  /** `strict` = exactly or not at all, for patches of our own; `ladder` = also with merges and fuzz, for predictions of others. */
  readonly mode: "strict" | "ladder";
  /** @default the sandbox's workdir */
  readonly workdir?: string | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

const codes: Readonly<Record<number, AppliedBy>> = { 0: "git apply", 21: "git apply --3way", 22: "patch --fuzz", 20: "none" };

// Without core.fileMode git would take an executable for an ordinary file and make it one.
// A rung that fails half-way must leave no trace for the next one, so the files involved are set aside before it.
const script = `
mode=$1
dir=$(mktemp -d /tmp/.swe-apply.XXXXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
cat >"$dir/patch" || exit 1
git="git -c safe.directory=* -c core.fileMode=true -c core.hooksPath=/dev/null -c core.autocrlf=false -c core.safecrlf=false -c core.protectNTFS=false -c core.protectHFS=false"
$git apply --verbose --binary --whitespace=nowarn "$dir/patch" && exit 0
[ "$mode" = ladder ] || exit 20
# Spared by a missing final newline, which the tools do not forgive.
[ -z "$(tail -c 1 "$dir/patch")" ] || { printf '\\n' >>"$dir/patch"; $git apply --verbose --binary --whitespace=nowarn "$dir/patch" && exit 0; }
index=$($git rev-parse --git-path index 2>/dev/null)
if [ -f "$index" ]; then
  cp -p "$index" "$dir/index"
  $git add -A >/dev/null 2>&1
  tree=$($git write-tree 2>/dev/null)
  if [ -n "$tree" ] && $git apply --3way --binary --whitespace=nowarn "$dir/patch"; then
    cp -p "$dir/index" "$index"
    exit 21
  fi
  [ -z "$tree" ] || { $git read-tree --reset -u "$tree"; $git clean -fdq; }
  cp -p "$dir/index" "$index"
fi
command -v patch >/dev/null || exit 20
patch -u --batch --forward --fuzz=5 -p1 --dry-run -i "$dir/patch" >/dev/null 2>&1 || exit 20
patch -u --batch --forward --fuzz=5 -p1 --no-backup-if-mismatch -i "$dir/patch" && exit 22
exit 20
`;

/** Applies a patch to the repository in a sandbox. A patch that does not apply is a result and leaves the files as they were. */
export async function applyPatch(sandbox: SandboxHandle, patch: Uint8Array, options: ApplyPatchOptions): Promise<PatchApplication> {
  const { mode, workdir, abortSignal } = options;
  const cwd = workdir ?? sandbox.workdir;
  // git refuses such a patch by itself; `patch` would write hooks and settings.
  if (mentionedPaths(new TextDecoder().decode(patch)).some((path) => path.toLowerCase().split("/").includes(".git"))) {
    return { applied: false, how: "none", log: "The patch reaches into .git." };
  }
  const result = await execShell(sandbox, "applying the patch", script, { cwd, args: [mode], stdin: patch, abortSignal });
  const how = codes[result.exitCode ?? -1];
  if (how === undefined) {
    throw new EngineError({
      message: `Sandbox ${sandbox.id.slice(0, 12)}: the patch could not be handed over (exit code ${result.exitCode}): ${result.output}`,
    });
  }
  return { applied: how !== "none", how, log: result.output };
}
