/** What became of one test. XFAIL = failed as expected, which counts as a pass. */
export type TestStatus = "PASSED" | "FAILED" | "SKIPPED" | "ERROR" | "XFAIL";

/** Totals of a runner's own summary. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Skipped or failed as expected, where the runner counts them. */
  readonly skipped?: number | undefined;
}

/** What a runner's log says. */
export interface TestLog {
  readonly tests: ReadonlyMap<string, TestStatus>;
  /** Undefined when the log has no summary. */
  readonly counts: TestCounts | undefined;
}

const severity: Readonly<Record<TestStatus, number>> = { SKIPPED: 0, PASSED: 1, XFAIL: 1, ERROR: 2, FAILED: 3 };

/** Collects statuses. A test that is reported more than once keeps its worst status, so that a forged line cannot hide a real one. */
export class TestCollector {
  readonly tests: Map<string, TestStatus> = new Map();

  add(id: string, status: TestStatus): void {
    const before = this.tests.get(id);
    if (before === undefined || severity[status] > severity[before]) this.tests.set(id, status);
  }
}
