import { shellQuote } from "@swe/core";

export interface EvalScriptParts {
  readonly baseCommit: string;
  readonly testPatch: string;
  /** Run one after the other; the script reports the last status that is not 0. */
  readonly commands: readonly string[];
  /** Lines before anything else happens, such as activating an environment. */
  readonly setup?: readonly string[] | undefined;
}

const delimiter = "EOF_114329324912";

/** A script in the form that Stage 1 and grading expect: resets test files, applies the test patch, runs the tests, prints the marker. */
export function buildEvalScript({ baseCommit, testPatch, commands, setup = [] }: EvalScriptParts): string {
  const { changed } = filesOfPatch(testPatch);
  const reset = changed.length === 0 ? [] : [`git checkout ${shellQuote(baseCommit)} -- ${changed.map(shellQuote).join(" ")}`];
  const lines = [
    "#!/bin/bash",
    "set -xo pipefail",
    "cd /testbed",
    ...setup,
    ...reset,
    `git apply -v - <<'${delimiter}'`,
    testPatch.replace(/\n$/, ""),
    delimiter,
    "rc=0",
    ...commands.flatMap((command) => ["{", command, "} || rc=$?"]),
    'echo "OMNIGRIL_EXIT_CODE=$rc"',
    ...reset,
  ];
  return `${lines.join("\n")}\n`;
}

/** Paths that a patch changes, and those that it adds. */
export function filesOfPatch(patch: string): { readonly changed: readonly string[]; readonly added: readonly string[] } {
  const changed: string[] = [];
  const added: string[] = [];
  for (const section of patch.split(/^(?=diff --git )/m)) {
    const head = section.split(/^@@/m, 1)[0] ?? "";
    const oldPath = /^--- a\/(.+?)\t?$/m.exec(head)?.[1];
    const newPath = /^\+\+\+ b\/(.+?)\t?$/m.exec(head)?.[1];
    if (oldPath !== undefined) changed.push(oldPath);
    else if (newPath !== undefined) added.push(newPath);
  }
  return { changed, added };
}
