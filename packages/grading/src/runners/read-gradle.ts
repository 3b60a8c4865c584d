import { countOf } from "./count-of.ts";
import { TestCollector, type TestLog, type TestStatus } from "./test-log.ts";

const statuses: Readonly<Record<string, TestStatus>> = { PASSED: "PASSED", FAILED: "FAILED", SKIPPED: "SKIPPED" };

/** Gradle. Failures are always named; what passed only where the build logs it. */
export function readGradle(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let passed = 0;
  let failed = 0;
  let summed = false;
  for (const line of lines) {
    const [, name, verdict = ""] = /^(?:Gradle Test Executor \d+ > )?(\S.*) (PASSED|FAILED|SKIPPED)(?: \([\d.]+m?s\))?$/.exec(line) ?? [];
    const status = statuses[verdict];
    if (name?.includes(" > ") === true && status !== undefined) collector.add(name, status);
    const completed = /^(\d+) tests? completed/.exec(line)?.[1];
    if (completed === undefined) continue;
    summed = true;
    failed += countOf(line, "failed");
    passed += Math.max(0, Number(completed) - countOf(line, "failed") - countOf(line, "skipped"));
  }
  return { tests: collector.tests, counts: summed ? { passed, failed } : undefined };
}
