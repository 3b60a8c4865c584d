import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const result = /^ *\d+\/\d+ +Test +#\d+: (.+?) \.{3,}(.*)$/;

function statusOf(text: string): TestStatus | undefined {
  if (/^ +Passed\b/.test(text)) return "PASSED";
  if (/\*\*\*(?:Skipped|Not Run \(Disabled\))/.test(text)) return "SKIPPED";
  return text.includes("***") ? "FAILED" : undefined;
}

/** ctest, plain or verbose. */
export function readCtest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let counts: TestCounts | undefined;
  for (const line of lines) {
    const [, name, text = ""] = result.exec(line) ?? [];
    const status = name === undefined ? undefined : statusOf(text);
    if (name !== undefined && status !== undefined) collector.add(name, status);
    const [, failed, all] = /^\d+% tests passed, (\d+) tests? failed out of (\d+)$/.exec(line) ?? [];
    if (failed !== undefined) counts = { passed: Number(all) - Number(failed), failed: Number(failed) };
  }
  return { tests: collector.tests, counts };
}
