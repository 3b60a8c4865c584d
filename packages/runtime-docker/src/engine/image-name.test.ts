import { expect, it } from "vitest";
import { checkImageName, isImageName } from "./image-name.ts";

it.each(["debian", "a/b:1", "127.0.0.1:5000/a/b_c.d-e:v1.0", `sha256:${"0".repeat(64)}`, `a@sha256:${"f".repeat(64)}`, "UPPER:1"])(
  "takes %s",
  (name) => {
    expect(isImageName(name)).toBe(true);
  },
);

it.each(["", " ", "a b", "../containers", "a/../b", "a//b", "a?x=1", "a#b", "/a", "a\n", ".", "a/."])("refuses %j", (name) => {
  expect(isImageName(name)).toBe(false);
  expect(() => checkImageName(name)).toThrow("image");
});
