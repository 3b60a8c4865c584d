import { TestCollector, type TestLog, type TestStatus } from "./test-log.ts";

const statuses: Readonly<Record<string, TestStatus>> = { PASS: "PASSED", FAIL: "FAILED", SKIP: "SKIPPED", ok: "PASSED" };

/** go test with and without -v. Packages count as tests too, since without -v a log names no test that passed. */
export function readGoTest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    // A test's own output may leave the line unfinished.
    const [, verdict = "", name] = /--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$/.exec(line) ?? [];
    const [, result = "", path] = /^(ok|FAIL)\s+(\S+)(?:\s+(?:\(cached\)|[\d.]+s|\[.*\]).*)?$/.exec(line) ?? [];
    const status = statuses[name === undefined ? result : verdict];
    if (status === undefined || /\[no tests? (?:to run|files)\]/.test(line)) continue;
    collector.add(name ?? path ?? "", status);
    if (status === "PASSED") passed++;
    else if (status === "FAILED") failed++;
  }
  return { tests: collector.tests, counts: passed + failed === 0 ? undefined : { passed, failed } };
}
