import type { SandboxHandle } from "@swe/core";
import { execShell } from "../container/exec-shell.ts";
import { probeFolder } from "./probe-folder.ts";

const script = `${probeFolder}while IFS= read -r -d '' path && [ -n "$path" ]; do
  copy_in "$path"
done
n=0
while IFS= read -r -d '' path && [ -n "$path" ]; do
  IFS= read -r -d '' text
  printf %s "$path" >"$dir/$n.path"
  printf %s "$text" | base64 -d >"$dir/$n.text" || exit 1
  n=$((n + 1))
done
cat >"$dir/test.patch"
cd "$dir/tree" || exit 1
git="git -c core.autocrlf=false -c core.fileMode=true -c core.attributesFile=/dev/null -c core.quotePath=true"
$git init -q && $git add -A -f && base=$($git write-tree) || exit 3
$git apply --whitespace=nowarn "$dir/test.patch" >/dev/null 2>&1 || exit 3
for name in "$dir"/*.path; do
  path=$(cat "$name"; printf x)
  cat "\${name%.path}.text" >"\${path%x}" || exit 3
done
$git add -A -f && $git diff --cached --binary --full-index --no-renames --no-ext-diff --src-prefix=a/ --dst-prefix=b/ "$base" | base64 | tr -d '\\n'
`;

/**
 * The test patch that brings the files about in one go. The script then makes them by itself, so that nothing in the container, not
 * even the time of a file, tells such a run from any other. Undefined when no such patch can be made.
 */
export async function plantedTestPatch(
  sandbox: SandboxHandle,
  paths: readonly string[],
  testPatch: string,
  files: ReadonlyMap<string, string>,
  abortSignal: AbortSignal | undefined,
): Promise<string | undefined> {
  const planted = [...files].map(([path, text]) => `${path}\0${Buffer.from(text).toString("base64")}\0`).join("");
  const stdin = `${paths.map((path) => `${path}\0`).join("")}\0${planted}\0${testPatch}`;
  const result = await execShell(sandbox, "planting", script, { cwd: sandbox.workdir, stdin, abortSignal });
  if (result.exitCode !== 0 || result.truncated || result.stdout === "") return undefined;
  const bytes = Buffer.from(result.stdout, "base64");
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : undefined;
}
