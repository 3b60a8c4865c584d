import { expect, it } from "vitest";
import { topLevelText } from "./top-level-text.ts";

it.each([
  ['{"a":1,"ds":{"v": 1.0, "big": 12345678901234567890}}', '{"v": 1.0, "big": 12345678901234567890}'],
  ['{"ds":{"ds":1},"z":"\\"ds\\":2"}', '{"ds":1}'],
  ['{"text":"ds","inner":{"ds":3},"list":[{"ds":4}],"ds":"last"}', '"last"'],
  ['{"ds":12,"z":1}', "12"],
  ['{"quoted":",\\"ds\\":{","ds":[1,[2]]}', "[1,[2]]"],
  ['{"none":1}', undefined],
])("%s", (json, expected) => {
  expect(topLevelText(json, "ds")).toBe(expected);
});
