import { countOf } from "./count-of.ts";
import { Nesting } from "./nesting.ts";
import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const statuses: Readonly<Record<string, TestStatus>> = {
  "✓": "PASSED",
  "√": "PASSED",
  "×": "FAILED",
  "❯": "FAILED",
  "↓": "SKIPPED",
  "□": "SKIPPED",
};
const result = /^(\s+)([✓√×❯↓□]) (?:\|[^|]+\| )?(.+?)(?: \(retry x\d+\))?(?: \d+ ?ms)?$/;
const fileHeader = /^(\S+) \((\d+ tests?\b.*)\)$/;
const failure = /^ ?FAIL {2}(?:\|[^|]+\| )?(\S+ > .+?)$/;

function readCounts(lines: readonly string[]): TestCounts | undefined {
  const line = lines.findLast((text) => /^ +Tests {2}.*\(\d+\)$/.test(text));
  return line === undefined ? undefined : { passed: countOf(line, "passed"), failed: countOf(line, "failed") };
}

/** vitest's default and verbose reporters. Tests are named `file > suite > test`; a file counts as a test too. */
export function readVitest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  const nesting = new Nesting();
  for (const line of lines) {
    const failed = failure.exec(line)?.[1];
    if (failed !== undefined) collector.add(failed, "FAILED");
    const [, indent = "", symbol = "", text = ""] = result.exec(line) ?? [];
    const status = statuses[symbol];
    if (status === undefined) continue;
    const [, file, about = ""] = fileHeader.exec(text) ?? [];
    const group = / \(\d+\)$/.test(text);
    if (file !== undefined) {
      nesting.clear();
      nesting.enter(indent.length, file);
      const nothingRan = about.startsWith("0 test") || symbol === "❯" || /\bfailed\b/.test(about);
      collector.add(file, nothingRan ? "FAILED" : status);
    } else if (indent.length === 1 && text.includes(" > ")) collector.add(text, status);
    else if (indent.length > 1 && group) nesting.enter(indent.length, text.replace(/ \(\d+\)$/, ""));
    else if (indent.length > 1 && symbol !== "❯") collector.add(nesting.path(indent.length, text), status);
  }
  return { tests: collector.tests, counts: readCounts(lines) };
}
