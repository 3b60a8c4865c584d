import { expect, it } from "vitest";
import { replaceTestPatch } from "./replace-test-patch.ts";

const script = (operator: string): string => `cd /testbed\ngit apply - ${operator}\nold\nEOF\nmake\n`;

it("puts another patch into the here-document", () => {
  expect(replaceTestPatch(script("<<'EOF'"), "+$a\n+`b`\n")).toBe(script("<<'EOF'").replace("old", "+$a\n+`b`"));
  expect(replaceTestPatch(script("<<EOF"), "+plain\n")).toBe(script("<<EOF").replace("old", "+plain"));
});

it("does not where the shell would change it, or where there is none", () => {
  expect(replaceTestPatch(script("<<EOF"), "+$a\n")).toBeUndefined();
  expect(replaceTestPatch(script("<<-'EOF'"), "\t+a\n")).toBeUndefined();
  expect(replaceTestPatch(script("<<'EOF'"), "EOF\n")).toBeUndefined();
  expect(replaceTestPatch("make check\n", "+a\n")).toBeUndefined();
});
