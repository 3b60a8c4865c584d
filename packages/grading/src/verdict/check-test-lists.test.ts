import { expect, it } from "vitest";
import type { TestStatus } from "../runners/test-log.ts";
import { checkTestLists } from "./check-test-lists.ts";

const statuses: readonly TestStatus[] = ["PASSED", "XFAIL", "SKIPPED", "FAILED", "ERROR"];
const violated = (status: TestStatus, list: "failToPass" | "passToPass"): boolean => {
  const tests = new Map([["t", status]]);
  const found = checkTestLists(tests, list === "failToPass" ? ["t"] : [], list === "passToPass" ? ["t"] : []);
  return found[list].length > 0;
};

it("wants FAIL_TO_PASS seen passing and tolerates a skip in PASS_TO_PASS", () => {
  expect(statuses.filter((status) => !violated(status, "failToPass"))).toEqual(["PASSED", "XFAIL"]);
  expect(statuses.filter((status) => !violated(status, "passToPass"))).toEqual(["PASSED", "XFAIL", "SKIPPED"]);
});

it("takes a missing test for a failure in both", () => {
  expect(checkTestLists(new Map(), ["a"], ["b"])).toEqual({ failToPass: ["a"], passToPass: ["b"] });
});

it("matches an id that was cut inside of its parameter by its beginning", () => {
  const tests = new Map<string, TestStatus>([
    ["a.py::test[one two]", "PASSED"],
    ["a.py::test[one three]", "FAILED"],
  ]);
  expect(checkTestLists(tests, ["a.py::test[one t"], []).failToPass).toHaveLength(1);
  expect(checkTestLists(tests, ["a.py::test[one tw"], []).failToPass).toHaveLength(0);
  expect(checkTestLists(tests, ["a.py::test"], []).failToPass).toHaveLength(1);
});
