import { expect, it } from "vitest";
import { readEnding } from "./read-ending.ts";
import { applyFailedCode, markerAbsentCode, markerOtherCode, markerZeroCode } from "./wrapper.ts";

const nonce = "swe-secret";

it("believes the shell's own report and drops what was printed after the end", () => {
  const ending = readEnding(`tests\n\n${nonce} 0 0\nOMNIGRIL_EXIT_CODE=1\n`, nonce, markerZeroCode);
  expect(ending).toEqual({ log: "tests\n", ended: true, exitCode: 0, recordedMarker: 0, testPatchRejected: false });
  expect(readEnding(`\n${nonce} 3 1\n`, nonce, markerOtherCode)).toMatchObject({ ended: true, exitCode: 3, recordedMarker: 1 });
  expect(readEnding(`\n${nonce} 2 none\n`, nonce, markerAbsentCode)).toMatchObject({ ended: true, recordedMarker: null });
  expect(readEnding(`\n${nonce} ${applyFailedCode} none\n`, nonce, applyFailedCode)).toMatchObject({ testPatchRejected: true });
});

it("does not believe a report that the engine's status contradicts", () => {
  expect(readEnding(`\n${nonce} 0 0\n`, nonce, markerOtherCode)).toMatchObject({ ended: false, recordedMarker: null });
  expect(readEnding(`\n${nonce} 0 0\n`, nonce, 137)).toMatchObject({ ended: false });
  expect(readEnding(`\n${nonce} 0 0\n`, nonce, null)).toMatchObject({ ended: false });
  expect(readEnding("no report\n", nonce, markerZeroCode)).toMatchObject({ ended: false });
});

it("accepts a script that ends through a trap of its own", () => {
  expect(readEnding("bye\n", nonce, 5)).toMatchObject({ ended: true, exitCode: 5, recordedMarker: null });
  expect(readEnding("bye\n", nonce, 143)).toMatchObject({ ended: false });
});
