import { TestCollector, type TestLog } from "./test-log.ts";

const numbers = String.raw`Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)`;
const perClass = new RegExp(String.raw`${numbers}, Time elapsed: .*? --? in (\S+)$`);
const total = new RegExp(String.raw`^(?:\[\w+\] )?${numbers}$`);
const failure = /^(?:\[ERROR\] )?(?:([\w.$]+)\.([^\s.]+) -- |([^\s(]+)\(([\w.$]+)\) +)Time elapsed: .* <<< (FAILURE|ERROR)!$/;

/** Maven's surefire and failsafe: classes, and the methods that failed. A quiet run names nothing that passed. */
export function readMaven(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  const sum = { passed: 0, failed: 0 };
  let summed = false;
  for (const line of lines) {
    const [, run, failures, errors, skipped, name] = perClass.exec(line) ?? [];
    if (name !== undefined && Number(run) > 0) {
      const bad = Number(failures) + Number(errors) > 0;
      collector.add(name, bad ? "FAILED" : run === skipped ? "SKIPPED" : "PASSED");
    }
    const failed = failure.exec(line);
    if (failed !== null) {
      collector.add(`${failed[1] ?? failed[4] ?? ""}.${failed[2] ?? failed[3] ?? ""}`, failed[5] === "ERROR" ? "ERROR" : "FAILED");
    }
    const all = total.exec(line)?.slice(1).map(Number);
    if (all === undefined) continue;
    const [ran = 0, bad = 0, broken = 0, left = 0] = all;
    summed = true;
    sum.failed += bad + broken;
    sum.passed += Math.max(0, ran - bad - broken - left);
  }
  return { tests: collector.tests, counts: summed ? sum : undefined };
}
