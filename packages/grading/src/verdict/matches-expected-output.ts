import type { TestStatus } from "../runners/test-log.ts";

/** `tests/test_a.py::TestX::test_b` as R2E writes it: `TestX.test_b`. */
function shortName(id: string): string {
  const parts = id.split("::");
  return parts.length === 1 ? id : parts.slice(1).join(".");
}

function readNames(entries: Iterable<readonly [string, string]>): Map<string, string> {
  return new Map([...entries].map(([id, status]) => [shortName(id.split(" - ")[0] ?? id), status]));
}

/** R2E's rule: the same tests with the same statuses, none more and none fewer. */
export function matchesExpectedOutput(tests: ReadonlyMap<string, TestStatus>, expected: Readonly<Record<string, string>>): boolean {
  const seen = readNames(tests);
  const wanted = readNames(Object.entries(expected));
  return seen.size === wanted.size && [...wanted].every(([id, status]) => seen.get(id) === status);
}
