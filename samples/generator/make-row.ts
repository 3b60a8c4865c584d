import type { Definition } from "./definition.ts";
import { evalScriptSkeleton, withTestPatch } from "./eval-script.ts";
import { git } from "./git.ts";

/** One row of `results.json`: what SWE-Builder writes for an instance. */
export interface SampleRow {
  readonly repo: string;
  readonly pull_number: number;
  readonly instance_id: string;
  readonly issue_numbers: readonly string[];
  readonly base_commit: string;
  readonly patch: string;
  readonly test_patch: string;
  readonly problem_statement: string;
  readonly hints_text: string;
  readonly created_at: string;
  readonly version: string;
  readonly language: string;
  readonly dockerfile: string;
  readonly eval_script: string;
  readonly eval_script_skeleton: string;
}

function findFix(repository: string, pullNumber: number): string {
  const suffix = ` (#${pullNumber})`;
  const line = git(repository, "log", "--format=%H %s", "main")
    .split("\n")
    .find((candidate) => candidate.endsWith(suffix));
  if (line === undefined) throw new Error(`no commit of ${repository} has a subject that ends with "${suffix}"`);
  return line.slice(0, line.indexOf(" "));
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** The row of an instance, from its definition and the bare repository. */
export function makeRow(definition: Definition, repository: string): SampleRow {
  const fix = findFix(repository, definition.pullNumber);
  const base = git(repository, "rev-parse", `${fix}^`).trim();
  const diff = (...args: string[]): string =>
    git(repository, "-c", "core.abbrev=10", "diff", "--binary", "--no-renames", base, fix, ...args);
  const withoutTests = definition.testPaths.map((path) => `:(exclude)${path}`);
  const testPatch = diff("--", ...definition.testPaths);
  const skeleton = evalScriptSkeleton({
    directory: definition.directory,
    baseCommit: base,
    testFiles: linesOf(diff("--name-only", "--diff-filter=MDT", "--", ...definition.testPaths)),
    testCommand: definition.testCommand,
  });
  return {
    repo: definition.repository,
    pull_number: definition.pullNumber,
    instance_id: definition.instanceId,
    issue_numbers: definition.issueNumbers,
    base_commit: base,
    patch: diff("--", ".", ...withoutTests),
    test_patch: testPatch,
    problem_statement: definition.problem,
    hints_text: definition.hints,
    created_at: git(repository, "log", "-1", "--format=%cd", "--date=format:%Y-%m-%dT%H:%M:%SZ", fix).trim(),
    version: definition.version,
    language: definition.language,
    dockerfile: definition.dockerfile.replaceAll("{{base_commit}}", base),
    eval_script: withTestPatch(skeleton, testPatch),
    eval_script_skeleton: skeleton,
  };
}
