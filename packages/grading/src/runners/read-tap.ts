import { readTapLines } from "./read-tap-lines.ts";
import { TestCollector, type TestLog } from "./test-log.ts";

const pretty = /^(?: {3}.*\d+\/\d+)? ([✓✗-]) (.+?)(?: \(skipped.*\))?$/;
const file = /^(\S+) \.{2,} ?(ok|skipped: .*)?$/;

/** Files as `prove` sums them up: `t/a.t .. ok`, or the verdict on a line of its own. */
function readProve(lines: readonly string[], collector: TestCollector): void {
  let open: string | undefined;
  for (const line of lines) {
    const match = file.exec(line);
    const verdict = match === null ? line : (match[2] ?? "");
    if (match !== null) open = match[1];
    if (open === undefined) continue;
    if (verdict === "ok") collector.add(open, "PASSED");
    else if (verdict.startsWith("skipped:")) collector.add(open, "SKIPPED");
    else if (/^(?:Dubious, |Failed \d+\/\d+ |All \d+ subtests passed|No subtests run)/.test(verdict)) collector.add(open, "FAILED");
    else continue;
    open = undefined;
  }
}

/** TAP producers: bats in both of its formats, prove, tape, tap. */
export function readTap(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  const counts = readTapLines(lines, collector);
  readProve(lines, collector);
  for (const line of lines) {
    const match = pretty.exec(line);
    const [, symbol, name] = match ?? [];
    if (name !== undefined) collector.add(name, symbol === "✓" ? "PASSED" : symbol === "✗" ? "FAILED" : "SKIPPED");
  }
  return { tests: collector.tests, counts };
}
