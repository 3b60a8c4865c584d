import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const named = String.raw`(\w+ \([\w.]+\)(?: \(.*\)| \[.*\])?)`;
const result = new RegExp(`^${named}(?: \\.\\.\\.|$)`);
const ending = /(?:^|\.\.\. ?|\s)(ok|FAIL|ERROR|skipped(?: .*)?|expected failure|unexpected success)$/;
const failure = new RegExp(`^(FAIL|ERROR): ${named}`);

function statusOf(word: string): TestStatus {
  if (word === "ok") return "PASSED";
  if (word.startsWith("skipped")) return "SKIPPED";
  if (word === "expected failure") return "XFAIL";
  return word === "ERROR" ? "ERROR" : "FAILED";
}

/** Python 3.11 repeats the method in the brackets: `test_a (mod.Case.test_a)`; both forms become `test_a (mod.Case)`. */
function normalise(id: string): string {
  return id.replace(/^(\w+) \(([\w.]+)\.\1\)/, "$1 ($2)");
}

function readCounts(lines: readonly string[]): TestCounts | undefined {
  const total = lines.map((line) => /^Ran (\d+) tests? in /.exec(line)?.[1]).findLast((count) => count !== undefined);
  if (total === undefined) return undefined;
  const last = lines.findLast((line) => /^(?:OK|FAILED)(?: \(|$)/.test(line)) ?? "";
  const count = (word: string): number => Number(new RegExp(`${word}=(\\d+)`).exec(last)?.[1] ?? 0);
  const failed = count("failures") + count("errors") + count("unexpected successes");
  return { failed, passed: Math.max(0, Number(total) - failed - count("skipped")), skipped: count("skipped") + count("expected failures") };
}

/** unittest and Django's runner, with or without -v. */
export function readUnittest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let open: string | undefined;
  for (const line of lines) {
    const start = result.exec(line)?.[1];
    const failed = failure.exec(line);
    if (failed !== null) collector.add(normalise(failed[2] ?? ""), failed[1] === "ERROR" ? "ERROR" : "FAILED");
    if (start !== undefined) open = normalise(start);
    const status = open === undefined ? undefined : ending.exec(line)?.[1];
    // The status stands after what the test printed, or after the first line of its docstring.
    if (open === undefined || status === undefined) continue;
    collector.add(open, statusOf(status));
    open = undefined;
  }
  return { tests: collector.tests, counts: readCounts(lines) };
}
