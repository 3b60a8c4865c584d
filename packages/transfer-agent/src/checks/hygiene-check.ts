import { prepareGit } from "@swe/grading";
import { EngineError, type SandboxHandle } from "@swe/core";
import type { CheckResult } from "./check.ts";

export interface HygieneCheck {
  readonly check: CheckResult;
  /** Size of the staged diff of the untouched tree. */
  readonly diffChars: number;
}

const timeoutMs = 300_000;
const listed = 60;

// A scratch index, so that the checks that follow see the repository as it was built.
const measure = `
index=$(mktemp) && cp "$(git rev-parse --git-path index)" "$index" && export GIT_INDEX_FILE=$index
git add -A 2>/tmp/.swe-add || { cat /tmp/.swe-add; exit 1; }
printf '@chars %s\\n' "$(git diff --cached HEAD | wc -c)"
printf '@files %s\\n' "$(git diff --cached --name-only HEAD | wc -l)"
git -c core.quotePath=false diff --cached --name-status HEAD | head -n ${listed}
rm -f "$index" /tmp/.swe-add
`;

/** How much the untouched tree differs from its commit: all of that would be part of every agent's patch. */
export async function checkHygiene(sandbox: SandboxHandle, maxPatchChars: number, abortSignal?: AbortSignal): Promise<HygieneCheck> {
  await prepareGit(sandbox, { abortSignal });
  const result = await sandbox.run(measure, { timeoutMs, abortSignal });
  const chars = /^@chars (\d+)$/m.exec(result.stdout)?.[1];
  const files = Number(/^@files (\d+)$/m.exec(result.stdout)?.[1] ?? 0);
  const title = `The staged diff of the untouched tree has at most ${maxPatchChars} characters.`;
  if (chars === undefined || result.exitCode !== 0) {
    if (result.endedBy === "abort") abortSignal?.throwIfAborted();
    if (result.exitCode === null && !result.timedOut)
      throw new EngineError({ message: "The size of the staged diff could not be measured." });
    const evidence = result.timedOut ? "git add -A did not end within five minutes." : `git add -A failed:\n${result.output.slice(-2000)}`;
    return { diffChars: 0, check: { id: "hygiene", title, ok: false, evidence } };
  }
  const diffChars = Number(chars);
  return {
    diffChars,
    check: { id: "hygiene", title, ok: diffChars <= maxPatchChars, evidence: describe(diffChars, files, result.stdout) },
  };
}

function describe(chars: number, files: number, stdout: string): string {
  if (files === 0) return "";
  const names = stdout.split("\n").filter((line) => /^[A-Z]\d*\t/.test(line));
  const more = files > names.length ? [`[... ${files - names.length} more files]`] : [];
  return [`The staged diff has ${chars} characters in ${files} files (contents left out):`, ...names, ...more].join("\n");
}
