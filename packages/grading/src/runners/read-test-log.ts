import { plainLines } from "./plain-lines.ts";
import { readCargoTest } from "./read-cargo-test.ts";
import { readCtest } from "./read-ctest.ts";
import { readGoTest } from "./read-go-test.ts";
import { readGradle } from "./read-gradle.ts";
import { readJest } from "./read-jest.ts";
import { readMaven } from "./read-maven.ts";
import { readMocha } from "./read-mocha.ts";
import { readNodeTest } from "./read-node-test.ts";
import { readPhpunit } from "./read-phpunit.ts";
import { readPytest } from "./read-pytest.ts";
import { readRspec } from "./read-rspec.ts";
import { readTap } from "./read-tap.ts";
import { readUnittest } from "./read-unittest.ts";
import { readVitest } from "./read-vitest.ts";
import type { RunnerId } from "./runner-id.ts";
import type { TestLog, TestStatus } from "./test-log.ts";

const nothing: TestLog = { tests: new Map(), counts: undefined };

const readers: Readonly<Record<RunnerId, (lines: readonly string[]) => TestLog>> = {
  "cargo test": readCargoTest,
  ctest: readCtest,
  "go test": readGoTest,
  gradle: readGradle,
  jest: readJest,
  maven: readMaven,
  mocha: readMocha,
  "node:test": readNodeTest,
  phpunit: readPhpunit,
  pytest: readPytest,
  rspec: readRspec,
  tap: readTap,
  unittest: readUnittest,
  vitest: readVitest,
};

/** Tests and totals in a log. Nothing for an unknown runner. */
export function readTestLog(runner: RunnerId | undefined, log: string): TestLog {
  return runner === undefined ? nothing : readers[runner](plainLines(log));
}

/** Status per test id, in the order of the log. */
export function parseTestLog(runner: RunnerId, log: string): ReadonlyMap<string, TestStatus> {
  return readTestLog(runner, log).tests;
}
