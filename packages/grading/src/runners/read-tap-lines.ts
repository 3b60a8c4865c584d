import { Nesting } from "./nesting.ts";
import type { TestCollector, TestCounts, TestStatus } from "./test-log.ts";

const point = /^(\s*)(not )?ok\b(?: +(\d+))?(?: +-)?(?: +(.*?))?\s*$/;
const directive = /\s*(?<!\\)#\s*(skip|todo)\b.*$/i;

function statusOf(failed: boolean, kind: string | undefined): TestStatus {
  if (kind === "skip") return "SKIPPED";
  if (kind === "todo") return failed ? "XFAIL" : "PASSED";
  return failed ? "FAILED" : "PASSED";
}

/** Test points of TAP 12 to 14. Subtests are named `outer > inner`; a point without a description by its number. */
export function readTapLines(lines: readonly string[], collector: TestCollector): TestCounts | undefined {
  const nesting = new Nesting();
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    const subtest = /^(\s*)# Subtest(?:: (.*))?$/.exec(line);
    if (subtest !== null) nesting.enter(subtest[1]?.length ?? 0, unescape(subtest[2] ?? ""));
    const match = point.exec(line);
    if (match === null) continue;
    const [, indent = "", not, number = "", text = ""] = match;
    // A bare "ok" is the verdict of a harness on a whole file.
    if (number === "" && text === "") continue;
    const kind = directive.exec(text)?.[1]?.toLowerCase();
    const name = unescape(text.replace(directive, "")).replace(/^- /, "");
    const status = statusOf(not !== undefined, kind);
    // mocha puts a dash where the skip's reason would be.
    collector.add(nesting.path(indent.length, name.replace(/ #$/, "") || number), status);
    if (status === "FAILED") failed++;
    else if (status !== "SKIPPED") passed++;
  }
  return passed + failed === 0 ? undefined : { passed, failed };
}

function unescape(text: string): string {
  return text.replaceAll(/\\([#\\])/g, "$1");
}
