import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { TestCase } from "vitest/node";
import SilenceReporter from "./silence-reporter.ts";

const testCase = (id: string): TestCase =>
  ({ id, fullName: `test ${id}`, module: { moduleId: "file.test.ts" }, result: () => ({ state: "passed" }) }) as unknown as TestCase;
const minutes = (count: number): void => void vi.advanceTimersByTime(count * 60_000);
let exits: number[] = [];
let written = "";
let reporter: SilenceReporter;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  for (const stream of [process.stderr, process.stdout])
    vi.spyOn(stream, "write").mockImplementation((text) => ((written += String(text)), true));
  [exits, written] = [[], ""];
  reporter = new SilenceReporter({ exit: (status) => exits.push(status) });
  reporter.onTestRunStart();
});
afterEach(() => {
  reporter.onTestRunEnd();
  vi.useRealTimers();
});

it("ends a silent run and names what was running", () => {
  reporter.onTestCaseReady(testCase("over"));
  reporter.onTestCaseReady(testCase("hangs"));
  minutes(19);
  reporter.onTestCaseResult(testCase("over"));
  minutes(19);
  expect(exits).toEqual([]);
  minutes(1);
  expect(exits).toEqual([1]);
  expect(written).toContain("file.test.ts > test hangs\n");
  expect(written).not.toContain("test over");
  expect(written.endsWith("\n1 passed, 1 failed\n")).toBe(true);
});

it("leaves a run alone that goes on or has ended", () => {
  for (let test = 0; test < 10; test += 1) {
    reporter.onTestCaseReady(testCase(String(test)));
    minutes(10);
  }
  reporter.onTestRunEnd();
  minutes(100);
  expect(exits).toEqual([]);
});
