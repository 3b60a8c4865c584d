import type { FormatAdapter, Row } from "./dataset-format.ts";
import { given, imageFields, noEvalScript, objectOf, textOf } from "./row-fields.ts";

/** Multi-SWE-bench and its RL data: pull requests with their test transitions. */
export const multiSweBench: FormatAdapter = {
  recognise: (row) => textOf(row, "org") !== undefined && row["number"] !== undefined && Object.hasOwn(row, "fix_patch"),
  adapt: (row) => {
    const [org, repo, number] = [textOf(row, "org"), textOf(row, "repo"), String(row["number"])];
    if (org === undefined || repo === undefined) return { fields: {}, missing: noEvalScript("Multi-SWE-bench") };
    const isOwnRepo = repo.includes("/");
    const name = isOwnRepo ? repo.slice(repo.indexOf("/") + 1) : repo;
    const fields = given({
      instance_id: textOf(row, "instance_id") ?? `${org}__${name}-${number}`,
      repo: `${org}/${name}`,
      base_commit: textOf(row, "base_commit") ?? textOf(objectOf(row, "base") ?? {}, "sha"),
      patch: textOf(row, "patch") ?? textOf(row, "fix_patch"),
      language: textOf(row, "language") ?? textOf(row, "lang"),
      problem_statement: textOf(row, "problem_statement") ?? issueText(row),
      FAIL_TO_PASS: testsOf(row, ["f2p_tests", "s2p_tests", "n2p_tests"]),
      PASS_TO_PASS: testsOf(row, ["p2p_tests"]),
    });
    const image = `mswebench/${org}_m_${name}:pr-${number}`.toLowerCase();
    return { fields: { ...fields, ...imageFields(row, image) }, missing: noEvalScript("Multi-SWE-bench") };
  },
};

function testsOf(row: Row, fields: readonly string[]): readonly string[] | undefined {
  const groups = fields.map((field) => objectOf(row, field)).filter((group) => group !== undefined);
  return groups.length === 0 ? undefined : groups.flatMap((group) => Object.keys(group));
}

function issueText(row: Row): string | undefined {
  const issues: unknown[] = Array.isArray(row["resolved_issues"]) ? row["resolved_issues"] : [];
  const texts = [...issues, row].map((issue) => {
    const { title, body } = issue as Row;
    return [title, body].filter((part) => typeof part === "string" && part.trim() !== "").join("\n\n");
  });
  // The pull request itself describes the solution: it counts only where no issue is named.
  const chosen = issues.length > 0 ? texts.slice(0, -1) : texts;
  const joined = chosen.filter((text) => text !== "").join("\n\n");
  return joined === "" ? undefined : joined;
}
