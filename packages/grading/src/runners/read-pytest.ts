import { TestCollector, type TestCounts, type TestLog, type TestStatus } from "./test-log.ts";

const statuses: Readonly<Record<string, TestStatus>> = {
  PASSED: "PASSED",
  FAILED: "FAILED",
  ERROR: "ERROR",
  SKIPPED: "SKIPPED",
  XFAIL: "XFAIL",
  XPASS: "PASSED",
};
const progress = /^(\S.*?::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \(.*\))?(?:\s+\[ *\d+%\])?$/;
const xdist = /^\[gw\d+\](?: \[ *\d+%\])? (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (\S.*?::.+?)\s*$/;
const summary = /^(PASSED|FAILED|ERROR|XFAIL|XPASS) (\S.*)$/;
const closing = /^(?:=+ )?((?:\d+ (?:failed|passed|skipped|deselected|xfailed|xpassed|warnings?|errors?|rerun)(?:, )?)+) in [\d.]+/;

function readCounts(text: string): TestCounts {
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
  return { passed: count("passed") + count("xfailed") + count("xpassed"), failed: count("failed") + count("errors?") };
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

/** pytest, with or without -v, -rA, xdist. */
export function readPytest(lines: readonly string[]): TestLog {
  const collector = new TestCollector();
  let counts: TestCounts | undefined;
  let inSummary = false;
  for (const line of lines) {
    if (/^=+ .* =+$/.test(line)) inSummary = line.includes("short test summary info");
    const total = closing.exec(line)?.[1];
    if (total !== undefined) counts = readCounts(total);
    const short = inSummary ? summary.exec(line) : null;
    const [status, id] =
      short !== null ? [short[1], summaryId(short[2] ?? "")] : (swap(progress.exec(line)) ?? xdist.exec(line)?.slice(1) ?? []);
    const known = statuses[status ?? ""];
    if (known !== undefined && id !== undefined && id !== "") collector.add(id, known);
  }
  return { tests: collector.tests, counts };
}

function swap(match: RegExpExecArray | null): [string | undefined, string | undefined] | undefined {
  return match === null ? undefined : [match[2], match[1]];
}
