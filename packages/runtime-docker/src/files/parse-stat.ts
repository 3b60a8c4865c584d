import type { FileStat } from "@swe/core";

const types: Readonly<Record<number, FileStat["type"]>> = { 0o04: "directory", 0o10: "file", 0o12: "symlink" };

/** Reads `mode in hexadecimal, size`: what `stat -c '%f %s'` prints. */
export function parseStat(line: string): FileStat {
  const [mode = "0", size = "0"] = line.trim().split(" ");
  const bits = Number.parseInt(mode, 16);
  return { type: types[bits >> 12] ?? "other", size: Number(size), mode: bits & 0o7777 };
}
