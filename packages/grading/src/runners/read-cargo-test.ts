import { countOf } from "./count-of.ts";
import { TestCollector, type TestLog, type TestStatus } from "./test-log.ts";

const statuses: Readonly<Record<string, TestStatus>> = { ok: "PASSED", FAILED: "FAILED", ignored: "SKIPPED" };

/** cargo test: unit, integration and documentation tests. */
export function readCargoTest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let passed = 0;
  let failed = 0;
  let summed = false;
  for (const line of lines) {
    const [, name, verdict = ""] = /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)(?:,.*| <.*>)?$/.exec(line) ?? [];
    const status = statuses[verdict];
    if (name !== undefined && status !== undefined) collector.add(name, status);
    if (!/^test result: (?:ok|FAILED)\./.test(line)) continue;
    summed = true;
    passed += countOf(line, "passed");
    failed += countOf(line, "failed");
  }
  return { tests: collector.tests, counts: summed ? { passed, failed } : undefined };
}
