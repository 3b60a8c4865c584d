import { expect, it } from "vitest";
import { readMarker } from "./read-marker.ts";

it.each([
  ["printed", "x\nOMNIGRIL_EXIT_CODE=0\n", 0],
  ["after output without a newline", "1 passedOMNIGRIL_EXIT_CODE=0\n", 0],
  ["with several digits", "OMNIGRIL_EXIT_CODE=137\n", 137],
  ["with a carriage return", "OMNIGRIL_EXIT_CODE=1\r\n", 1],
  ["in a trace alone", "+ echo OMNIGRIL_EXIT_CODE=3\n", 3],
  ["in a deeper trace", "++ echo OMNIGRIL_EXIT_CODE=3\n", 3],
  ["in a quoted trace", "+ echo 'OMNIGRIL_EXIT_CODE=3'\n", 3],
  ["before more output", "OMNIGRIL_EXIT_CODE=1\n+ git checkout abc\nUpdated 1 path\n", 1],
])("reads a marker %s", (_, log, exitCode) => {
  expect(readMarker(log)).toEqual({ exitCode, values: [exitCode], forged: false });
});

it.each(["", "OMNIGRIL_EXIT_CODE=\n", "OMNIGRIL_EXIT_CODE=0 but not at the end\n", "OMNIGRIL_EXIT_CODE=$rc\n", "OMNIGRIL_EXIT_CODE=-1\n"])(
  "finds none in %j",
  (log) => {
    expect(readMarker(log).exitCode).toBeUndefined();
  },
);

it("counts both forms of one echo once, in either order", () => {
  expect(readMarker("+ echo OMNIGRIL_EXIT_CODE=1\nOMNIGRIL_EXIT_CODE=1\n").values).toEqual([1]);
  expect(readMarker("OMNIGRIL_EXIT_CODE=1\n+ echo OMNIGRIL_EXIT_CODE=1\n").values).toEqual([1]);
  expect(readMarker("+ echo OMNIGRIL_EXIT_CODE=1\n+ git checkout x\nOMNIGRIL_EXIT_CODE=1\n").values).toEqual([1]);
});

it("sees that markers disagree, whichever came first", () => {
  expect(readMarker("OMNIGRIL_EXIT_CODE=0\n+ echo OMNIGRIL_EXIT_CODE=1\nOMNIGRIL_EXIT_CODE=1\n")).toMatchObject({
    exitCode: 1,
    forged: true,
  });
  expect(readMarker("OMNIGRIL_EXIT_CODE=1\nlate OMNIGRIL_EXIT_CODE=0\n")).toMatchObject({ exitCode: 0, forged: true });
});
