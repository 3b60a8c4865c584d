import { expect, it } from "vitest";
import { imageNameFor } from "./index.ts";

it.each([
  ["python__mypy-11220", "python__mypy-11220_swefactory_root"],
  ["Owner__Repo-1", "owner__repo-1_swefactory_root"],
  ["a/b:c", "a-b-c_swefactory_root"],
])("names the image of %s as other tools of the family do", (id, name) => {
  expect(imageNameFor(id)).toBe(name);
});

it.each(["a___b", "-x", "x+y", "ünï", "__", "a._b"])("makes a name that an engine accepts of %s", (id) => {
  expect(imageNameFor(id)).toMatch(/^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/);
});

it("keeps ids apart that differ only in what was cleaned away", () => {
  expect(imageNameFor("a+b")).not.toBe(imageNameFor("a=b"));
});
