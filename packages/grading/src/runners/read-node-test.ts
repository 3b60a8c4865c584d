import { Nesting } from "./nesting.ts";
import { readTapLines } from "./read-tap-lines.ts";
import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const statuses: Readonly<Record<string, TestStatus>> = { "✔": "PASSED", "✖": "FAILED", "﹣": "SKIPPED", "⚠": "XFAIL" };
const result = /^(\s*)([✔✖﹣⚠]) (.+?) \([\d.]+m?s\)(?: # .*)?$/;

function readCounts(lines: readonly string[]): TestCounts | undefined {
  const count = (word: string): number | undefined => {
    const line = lines.findLast((text) => new RegExp(`^(?:ℹ|#) ${word} \\d+$`).test(text));
    return line === undefined ? undefined : Number(line.split(" ")[2]);
  };
  const passed = count("pass");
  return passed === undefined
    ? undefined
    : { passed, failed: (count("fail") ?? 0) + (count("cancelled") ?? 0), skipped: (count("skipped") ?? 0) + (count("todo") ?? 0) };
}

/** node --test, in its `spec` and its `tap` form. */
export function readNodeTest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  const nesting = new Nesting();
  readTapLines(lines, collector);
  for (const [index, line] of lines.entries()) {
    const group = /^(\s*)▶ (.+?)(?: \([\d.]+m?s\))?$/.exec(line);
    if (group !== null) nesting.enter(group[1]?.length ?? 0, group[2] ?? "");
    const match = result.exec(line);
    // The list of failures at the end repeats the names without what is around them.
    if (match === null || (lines[index - 1] ?? "").startsWith("test at ")) continue;
    const [, indent = "", symbol = "", name = ""] = match;
    const status = statuses[symbol];
    if (status !== undefined)
      collector.add(nesting.path(indent.length, name), line.endsWith("# TODO") && status === "FAILED" ? "XFAIL" : status);
  }
  return { tests: collector.tests, counts: readCounts(lines) };
}
