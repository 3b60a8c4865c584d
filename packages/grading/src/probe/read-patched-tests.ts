import type { SandboxHandle } from "@swe/core";
import { execShell } from "../container/exec-shell.ts";
import { probeFolder } from "./probe-folder.ts";

const script = `${probeFolder}paths=()
while IFS= read -r -d '' path && [ -n "$path" ]; do
  paths+=("$path")
  copy_in "$path"
done
cat >"$dir/test.patch"
cd "$dir/tree" || exit 1
GIT_CEILING_DIRECTORIES=$dir git -c core.autocrlf=false apply --whitespace=nowarn "$dir/test.patch" >/dev/null 2>&1 || exit 3
for path in "\${paths[@]}"; do
  [ -f "$path" ] || continue
  printf '%s\\0' "$path"
  base64 -w 0 -- "$path" 2>/dev/null || base64 -- "$path" | tr -d '\\n'
  printf '\\0'
done
`;

/** The test files as the eval script will see them, made in a folder of their own. Empty when the test patch does not apply to them. */
export async function readPatchedTests(
  sandbox: SandboxHandle,
  paths: readonly string[],
  testPatch: string,
  abortSignal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const stdin = `${paths.map((path) => `${path}\0`).join("")}\0${testPatch}`;
  const result = await execShell(sandbox, "reading the test files", script, { cwd: sandbox.workdir, stdin, abortSignal });
  const fields = result.exitCode === 0 && !result.truncated ? result.stdout.split("\0") : [];
  const files = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const bytes = Buffer.from(fields[index + 1] ?? "", "base64");
    const text = bytes.toString("utf8");
    // A file in another encoding would come back changed.
    if (Buffer.from(text, "utf8").equals(bytes)) files.set(fields[index] ?? "", text);
  }
  return files;
}
