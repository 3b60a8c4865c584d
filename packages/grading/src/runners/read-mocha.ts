import { countOf } from "./count-of.ts";
import { Nesting } from "./nesting.ts";
import { readTapLines } from "./read-tap-lines.ts";
import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const result = /^(\s+)(?:([✔✓√])|(\d+\))|(-)) (.+?)(?: \(\d+ms\))?$/;

function statusOf(match: RegExpExecArray): TestStatus {
  if (match[2] !== undefined) return "PASSED";
  return match[3] === undefined ? "SKIPPED" : "FAILED";
}

/** Failures at the end: `1) suite`, its groups and the test on lines of their own, the last one with a colon. */
function readEpilogue(lines: readonly string[], collector: TestCollector): void {
  let names: string[] = [];
  for (const line of lines) {
    const start = /^ {2}\d+\) (.+)$/.exec(line)?.[1];
    if (start !== undefined) names = [start];
    else if (names.length > 0 && /^ {5,}\S/.test(line)) names.push(line.trim());
    else names = [];
    if (!(names.at(-1)?.endsWith(":") ?? false)) continue;
    collector.add(names.join(" > ").slice(0, -1), "FAILED");
    names = [];
  }
}

/** mocha's spec, dot and tap reporters. Tests are named `suite > test`. */
export function readMocha(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  const nesting = new Nesting();
  const end = lines.findIndex((line) => /^ {2}\d+ passing\b/.test(line));
  for (const line of end < 0 ? lines : lines.slice(0, end)) {
    const match = result.exec(line);
    if (match !== null) collector.add(nesting.path(match[1]?.length ?? 0, match[5] ?? ""), statusOf(match));
    else if (/^(?: {2})+\S/.test(line)) nesting.enter(line.search(/\S/), line.trim());
  }
  if (end < 0) return { tests: collector.tests, counts: readTapLines(lines, collector) };
  readEpilogue(lines.slice(end), collector);
  const total = lines.slice(end, end + 4).join("\n");
  const counts: TestCounts = { passed: countOf(total, "passing"), failed: countOf(total, "failing") };
  return { tests: collector.tests, counts };
}
