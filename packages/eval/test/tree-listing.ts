import type { SandboxHandle } from "@swe/core";

const script = String.raw`
cd "$1" || exit 1
find . -name .git -prune -o -type l -printf 'link %p -> %l\0' -o -type f -printf '%m %p\0'
find . -name .git -prune -o -type f -print0 | xargs -0 sha256sum -z`;

/** Every file and link with what git can carry of it: kind, executable bit of the owner, content. */
export async function listTree(sandbox: SandboxHandle): Promise<readonly string[]> {
  const result = await sandbox.exec(["bash", "-c", script, "list", sandbox.workdir], { maxOutputBytes: 10_000_000 });
  if (result.exitCode !== 0) throw new Error(result.output);
  const lines = Buffer.from(result.bytes.stdout).toString("latin1").split("\0");
  return lines.map((line) => line.replace(/^[0-7]{3,4} /, (mode) => ((Number.parseInt(mode, 8) & 0o100) === 0 ? "- " : "x "))).toSorted();
}
