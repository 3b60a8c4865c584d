import { expect, it } from "vitest";
import { stableHash, stableStringify } from "../index.ts";

it("does not depend on the order of keys, at any depth", () => {
  expect(stableStringify({ b: 1, a: { d: [2, { z: 1, y: 2 }], c: undefined } })).toBe('{"a":{"d":[2,{"y":2,"z":1}]},"b":1}');
  expect(stableHash({ a: 1, b: 2 })).toBe(stableHash({ b: 2, a: 1 }));
});

it("tells different values apart, lists by their order", () => {
  expect(stableHash([1, 2])).not.toBe(stableHash([2, 1]));
  expect(stableHash({ a: "1" })).not.toBe(stableHash({ a: 1 }));
  expect(stableHash({})).toMatch(/^[0-9a-f]{64}$/);
});
