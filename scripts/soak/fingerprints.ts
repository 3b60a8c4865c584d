import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Names of all files of a folder, those that only a living driver has left out. */
export function listFiles(folder: string): readonly string[] {
  return globSync("**/*", { cwd: folder })
    .concat(globSync("**/.*", { cwd: folder }))
    .filter((file) => statSync(join(folder, file)).isFile())
    .toSorted();
}

export function hashOf(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex").slice(0, 16);
}

export function hashOfFile(path: string): string {
  return hashOf(readFileSync(path));
}

export function readLines(path: string): readonly unknown[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
}
