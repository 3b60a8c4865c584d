import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const statuses: Readonly<Record<string, TestStatus>> = {
  PASSED: "PASSED",
  FAILED: "FAILED",
  ERROR: "ERROR",
  SKIPPED: "SKIPPED",
  XFAIL: "XFAIL",
  XPASS: "PASSED",
};
const names = "PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS";
const progress = new RegExp(String.raw`^(.+) (${names})(?: \(.{0,200}\))?(?:\s+\[ *\d+%\])?$`);
const xdist = new RegExp(String.raw`^\[gw\d+\](?: \[ *\d+%\])? (${names}) (.+)$`);
const summary = /^(PASSED|FAILED|ERROR|XFAIL|XPASS) (\S.*)$/;
const closing = /^(?:=+ )?((?:\d+ (?:failed|passed|skipped|deselected|xfailed|xpassed|warnings?|errors?|rerun)(?:, )?)+) in [\d.]+/;

function readCounts(text: string): TestCounts {
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}\\b`).exec(text)?.[1] ?? 0);
  return {
    passed: count("passed") + count("xfailed") + count("xpassed"),
    failed: count("failed") + count("errors?"),
    skipped: count("skipped") + count("xfailed"),
  };
}

/** A summary line is `STATUS id - reason`; an id may hold ` - ` inside the brackets of its parameters. */
function summaryId(text: string): string {
  const parts = text.split(" - ");
  let id = parts[0] ?? text;
  for (const part of parts.slice(1)) {
    if (id.split("[").length === id.split("]").length) break;
    id += ` - ${part}`;
  }
  return id.trim();
}

/** Status and id of a line that reports a single test. */
function readResult(line: string, inSummary: boolean): readonly [string | undefined, string | undefined] {
  const short = inSummary ? summary.exec(line) : null;
  if (short !== null) return [short[1], summaryId(short[2] ?? "")];
  if (!line.includes("::")) return [undefined, undefined];
  const [, worker, workerId] = xdist.exec(line) ?? [];
  if (workerId !== undefined) return [worker, workerId.trim()];
  const [, id, status] = progress.exec(line) ?? [];
  return [status, id];
}

/** pytest, with or without -v, -rA, xdist. */
export function readPytest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let counts: TestCounts | undefined;
  let inSummary = false;
  for (const line of lines) {
    if (/^=+ .* =+$/.test(line)) inSummary = line.includes("short test summary info");
    const total = closing.exec(line)?.[1];
    if (total !== undefined) counts = readCounts(total);
    const [status = "", id = ""] = readResult(line, inSummary);
    const known = statuses[status];
    if (known !== undefined && id !== "") collector.add(id, known);
  }
  return { tests: collector.tests, counts };
}
