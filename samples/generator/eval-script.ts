const delimiter = "EOF_114329324912";
const placeholder = "[CONTENT OF TEST PATCH]";

export interface EvalScriptParts {
  readonly directory: string;
  readonly baseCommit: string;
  /** Files of the test patch that exist at the base commit. */
  readonly testFiles: readonly string[];
  readonly testCommand: string;
}

/** An eval script in the SWE-Factory style, with a placeholder where the test patch goes. */
export function evalScriptSkeleton({ directory, baseCommit, testFiles, testCommand }: EvalScriptParts): string {
  const checkout = `git checkout ${[baseCommit, ...testFiles].join(" ")}`;
  return [
    "#!/bin/bash",
    "set -uxo pipefail",
    `cd ${directory}`,
    checkout,
    `git apply -v - <<'${delimiter}'`,
    placeholder,
    delimiter,
    testCommand,
    "rc=$?",
    'echo "OMNIGRIL_EXIT_CODE=$rc"',
    checkout,
    "",
  ].join("\n");
}

/** The script with the test patch in its here-document. */
export function withTestPatch(skeleton: string, testPatch: string): string {
  // A function, since a patch may hold the patterns that a replacement text gives a meaning.
  return skeleton.replace(`${placeholder}\n`, () => testPatch);
}
