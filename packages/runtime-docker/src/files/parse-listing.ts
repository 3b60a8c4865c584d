import type { DirectoryEntry } from "@swe/core";
import { parseStat } from "./parse-stat.ts";

/** What ends an entry of a listing: a name holds no slash, so that nothing in it can be mistaken for this. */
const entryEnd = "/\n";

/** Entries `mode in hexadecimal, size, name`, in any order; sorted by name. */
export function parseListing(bytes: Buffer): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  for (let at = 0, end = bytes.indexOf(entryEnd); end >= 0; at = end + entryEnd.length, end = bytes.indexOf(entryEnd, at)) {
    const entry = bytes.toString("utf8", at, end);
    const nameAt = entry.indexOf(" ", entry.indexOf(" ") + 1);
    entries.push({ name: entry.slice(nameAt + 1), ...parseStat(entry.slice(0, nameAt)) });
  }
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
