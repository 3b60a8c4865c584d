import { plainLines } from "./plain-lines.ts";
import { readPytest } from "./read-pytest.ts";
import { readUnittest } from "./read-unittest.ts";
import type { RunnerId } from "./runner-id.ts";
import type { TestLog, TestStatus } from "./test-log.ts";

const nothing: TestLog = { tests: new Map(), counts: undefined };

const readers: Partial<Readonly<Record<RunnerId, (lines: readonly string[]) => TestLog>>> = {
  pytest: readPytest,
  unittest: readUnittest,
};

/** Tests and totals in a log. Nothing for an unknown runner. */
export function readTestLog(runner: RunnerId | undefined, log: string): TestLog {
  const reader = runner === undefined ? undefined : readers[runner];
  return reader === undefined ? nothing : reader(plainLines(log));
}

/** Status per test id, in the order of the log. */
export function parseTestLog(runner: RunnerId, log: string): ReadonlyMap<string, TestStatus> {
  return readTestLog(runner, log).tests;
}
