import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseTestLog, readTestLog } from "./read-test-log.ts";
import type { RunnerId } from "./runner-id.ts";
import type { TestCounts, TestStatus } from "./test-log.ts";

/** What a person reads in a recorded log. The name of a log says which version of which runner wrote it. */
interface Expected {
  readonly runner: RunnerId;
  readonly counts: TestCounts | null;
  readonly tests: Readonly<Record<string, TestStatus>>;
}

const folder = new URL("./fixtures/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const expected = JSON.parse(read("expected.json")) as Readonly<Record<string, Expected>>;
const logs = Object.entries(expected);

it("has an expectation for every recorded log", () => {
  expect(readdirSync(folder).filter((name) => name.endsWith(".log"))).toEqual(Object.keys(expected));
});

it.each(logs)("reads %s", (name, { runner, counts, tests }) => {
  const log = readTestLog(runner, read(name));
  expect(Object.fromEntries(log.tests)).toEqual(tests);
  expect(log.counts ?? null).toEqual(counts);
});

it.each(logs)("reads %s the same with carriage returns and colours", (name, { runner, tests }) => {
  const decorated = read(name)
    .split("\n")
    .map((line) => (line === "" ? "\r" : `\u001B[32m${line}\u001B[0m\r`))
    .join("\n");
  expect(Object.fromEntries(parseTestLog(runner, decorated))).toEqual(tests);
});

it("keeps the worst status of a test, whatever comes later", () => {
  const log = "=== short test summary info ===\nFAILED a.py::test_x - boom\nPASSED a.py::test_x\n";
  expect(parseTestLog("pytest", log).get("a.py::test_x")).toBe("FAILED");
  expect(parseTestLog("pytest", log.split("\n").toReversed().join("\n")).get("a.py::test_x")).not.toBe("PASSED");
});

it("reads nothing from the log of an unknown runner", () => {
  expect(readTestLog(undefined, read("pytest-9.2.0-verbose.log")).tests.size).toBe(0);
});
