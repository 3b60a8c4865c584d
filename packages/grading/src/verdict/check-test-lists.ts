import type { TestStatus } from "../runners/test-log.ts";

/** Tests of the lists that are not as they have to be. */
export interface ListFindings {
  readonly failToPass: readonly string[];
  readonly passToPass: readonly string[];
}

/** Ids of some data sets are cut at the first blank of a parameter: such an id stands for every test that starts with it. */
function statusesOf(id: string, tests: ReadonlyMap<string, TestStatus>): TestStatus[] {
  const exact = tests.get(id);
  if (exact !== undefined) return [exact];
  if (!id.includes("[") || id.endsWith("]")) return [];
  return [...tests].filter(([test]) => test.startsWith(id)).map(([, status]) => status);
}

const passes = (status: TestStatus): boolean => status === "PASSED" || status === "XFAIL";

/** Compares results with the lists: FAIL_TO_PASS has to be seen passing, PASS_TO_PASS may also be skipped. */
export function checkTestLists(
  tests: ReadonlyMap<string, TestStatus>,
  failToPass: readonly string[],
  passToPass: readonly string[],
): ListFindings {
  const violates = (id: string, skippable: boolean): boolean => {
    const statuses = statusesOf(id, tests);
    return statuses.length === 0 || !statuses.every((status) => passes(status) || (skippable && status === "SKIPPED"));
  };
  return {
    failToPass: failToPass.filter((id) => violates(id, false)),
    passToPass: passToPass.filter((id) => violates(id, true)),
  };
}
