import { expect, it } from "vitest";
import { parseListing } from "./parse-listing.ts";

it("reads names that hold spaces, newlines and what looks like another entry", () => {
  const listing = "81a4 5 b c/\n41ed 4096 a\n81a4 1 x/\na1ff 7  lead/\n1180 0 pipe/\n";
  expect(parseListing(Buffer.from(listing))).toEqual([
    { name: " lead", type: "symlink", size: 7, mode: 0o777 },
    { name: "a\n81a4 1 x", type: "directory", size: 4096, mode: 0o755 },
    { name: "b c", type: "file", size: 5, mode: 0o644 },
    { name: "pipe", type: "other", size: 0, mode: 0o600 },
  ]);
  expect(parseListing(Buffer.alloc(0))).toEqual([]);
});
