import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const symbols: Readonly<Record<string, TestStatus>> = {
  "✔": "PASSED",
  "✘": "FAILED",
  "↩": "SKIPPED",
  "∅": "SKIPPED",
  "☢": "PASSED",
  "⚠": "PASSED",
};
const sections: Readonly<Record<string, TestStatus>> = { error: "ERROR", failure: "FAILED" };

function readCounts(line: string): TestCounts | undefined {
  const fine = /^OK \((\d+) tests?, \d+ assertions?\)/.exec(line)?.[1];
  if (fine !== undefined) return { passed: Number(fine), failed: 0 };
  const count = (word: string): number => Number(new RegExp(`${word}: (\\d+)`).exec(line)?.[1] ?? 0);
  if (!/^Tests: \d+, Assertions: \d+/.test(line)) return undefined;
  const failed = count("Errors") + count("Failures");
  return { failed, passed: Math.max(0, count("Tests") - failed - count("Skipped") - count("Incomplete")) };
}

/** PHPUnit, plain or with --testdox. A plain log names only what failed. */
export function readPhpunit(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let counts: TestCounts | undefined;
  let section: TestStatus | undefined;
  let group = "";
  for (const line of lines) {
    const kind = /^There (?:was|were) \d+ (\w+?)s?(?: tests?)?:$/.exec(line)?.[1];
    if (kind !== undefined) section = sections[kind];
    const named = /^\d+\) (\S+::.+)$/.exec(line)?.[1];
    if (named !== undefined && section !== undefined) collector.add(named, section);
    const [, symbol = "", name] = /^ ([✔✘↩∅☢⚠]) (.+?)(?: \[[\d.]+ m?s\])?$/.exec(line) ?? [];
    const status = symbols[symbol];
    if (name !== undefined && status !== undefined) collector.add(`${group} > ${name}`, status);
    else if (/^[A-Z]\S*(?: \S+)*$/.test(line)) group = line;
    counts = readCounts(line) ?? counts;
  }
  return { tests: collector.tests, counts };
}
