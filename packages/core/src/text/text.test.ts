import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { clipMiddle, shellQuote } from "../index.ts";

it.each(["", "plain", "with space", "it's", '"$HOME" `id` \\', "-n", "new\nline", "*?[a]", "ünïcode", "''"])(
  "quotes %j so that a shell reads it back",
  (text) => {
    expect(execFileSync("sh", ["-c", `printf %s ${shellQuote(text)}`], { encoding: "utf8" })).toBe(text);
  },
);

it("clips the middle only when more than both ends are there", () => {
  const marker = (elided: number): string => `(${elided})`;
  expect(clipMiddle(["a", "b", "c", "d"], 2, marker)).toEqual(["a", "b", "c", "d"]);
  expect(clipMiddle(["a", "b", "c", "d", "e"], 2, marker)).toEqual(["a", "b", "(1)", "d", "e"]);
  expect(clipMiddle([], 2, marker)).toEqual([]);
});
