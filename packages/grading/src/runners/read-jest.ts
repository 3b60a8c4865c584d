import { countOf } from "./count-of.ts";
import { Nesting } from "./nesting.ts";
import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const header = /^(PASS|FAIL) (?:\S+: )?(\S+?)(?: \([\d.]+ m?s\))?$/;
const result = /^(\s+)([✓√✕×○✎]) (?:(?:skipped|todo) )?(.+?)(?: \([\d.]+ m?s\))?$/;
const statuses: Readonly<Record<string, TestStatus>> = {
  "✓": "PASSED",
  "√": "PASSED",
  "✕": "FAILED",
  "×": "FAILED",
  "○": "SKIPPED",
  "✎": "SKIPPED",
};

function readCounts(lines: readonly string[]): TestCounts | undefined {
  const line = lines.findLast((text) => /^Tests: .* total$/.test(text));
  return line === undefined ? undefined : { passed: countOf(line, "passed"), failed: countOf(line, "failed") };
}

/** jest. Tests are named `file > suite > test`; a file counts as a test too, since a short log names nothing else. */
export function readJest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  const nesting = new Nesting();
  let file = "";
  let inTree = false;
  for (const line of lines) {
    const [, verdict, path] = header.exec(line) ?? [];
    if (path !== undefined) {
      collector.add(path, verdict === "PASS" ? "PASSED" : "FAILED");
      file = path;
      nesting.clear();
      nesting.enter(0, file);
      inTree = true;
      continue;
    }
    const failure = /^ {2}● (?!Console$|Test suite failed)(.+)$/.exec(line)?.[1];
    if (failure !== undefined && file !== "") collector.add([file, ...failure.split(" › ")].join(" > "), "FAILED");
    const [, indent = "", symbol = "", name = ""] = result.exec(line) ?? [];
    const status = statuses[symbol];
    if (line.trim() === "" || failure !== undefined) inTree = false;
    else if (status !== undefined && file !== "") collector.add(nesting.path(indent.length, name), status);
    else if (inTree && line.startsWith("  ")) nesting.enter(line.search(/\S/), line.trim());
  }
  return { tests: collector.tests, counts: readCounts(lines) };
}
