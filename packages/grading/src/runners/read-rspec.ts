import { countOf } from "./count-of.ts";
import { Nesting } from "./nesting.ts";
import { TestCollector, type TestCounts, type TestLog } from "./test-log.ts";

const indentOf = (line: string): number => line.search(/\S|$/);

/** Examples of the documentation format: a line is a group when the next one is further in. */
function readTree(lines: readonly string[], collector: TestCollector): void {
  const nesting = new Nesting();
  // A group at the margin follows a blank line; anything else there was printed by an example.
  const tree = lines.filter((line, index) => line.trim() !== "" && (line.startsWith(" ") || (lines[index - 1] ?? "").trim() === ""));
  for (const [index, line] of tree.entries()) {
    const indent = indentOf(line);
    const [, name = "", verdict] = /^\s*(.+?)(?: \((FAILED - \d+|PENDING: .*)\))?$/.exec(line) ?? [];
    if (verdict === undefined && indentOf(tree[index + 1] ?? "") > indent) nesting.enter(indent, name);
    else if (indent > 0)
      collector.add(nesting.path(indent, name, " "), verdict === undefined ? "PASSED" : verdict.startsWith("F") ? "FAILED" : "SKIPPED");
  }
}

/** RSpec, documentation or progress format. Examples are named by their full description. */
export function readRspec(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let counts: TestCounts | undefined;
  const end = lines.findIndex((line) => /^(?:Pending: |Failures:|Finished in )/.test(line));
  readTree(lines.slice(0, end < 0 ? 0 : end), collector);
  for (const line of lines) {
    const failed = /^rspec \S+ # (.+)$/.exec(line)?.[1];
    if (failed !== undefined) collector.add(failed, "FAILED");
    if (!/^\d+ examples?, \d+ failures?/.test(line)) continue;
    const bad = countOf(line, "failures?") + countOf(line, "errors? occurred");
    counts = { failed: bad, passed: Math.max(0, countOf(line, "examples?") - countOf(line, "failures?") - countOf(line, "pending")) };
  }
  return { tests: collector.tests, counts };
}
