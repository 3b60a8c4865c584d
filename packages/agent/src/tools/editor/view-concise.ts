import { decode, type ByteText, type TextEncoding } from "./byte-text.ts";
import { numbered } from "./render-lines.ts";

/** Larger files are shown in full (clipped): parsing them would hold up everything else in this process. */
const maxBytes = 2_000_000;

/**
 * A file with long function bodies replaced by one line each that names what is left out; undefined for languages that are
 * not known and files that are too large. The parser is loaded at the first use.
 */
export async function viewConcise(path: string, text: ByteText, encoding: TextEncoding): Promise<string | undefined> {
  const extension = /\.([a-z+]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === undefined || text.length > maxBytes) return undefined;
  const { findFunctionBodies } = await import("./find-function-bodies.ts");
  const source = decode(text, encoding);
  const bodies = await findFunctionBodies(source, extension);
  if (bodies === undefined) return undefined;
  const lines = source.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const shown: string[] = [];
  let next = 0;
  for (const { first, last } of bodies) {
    for (; next < first; next++) shown.push(numbered(next + 1, lines[next] ?? ""));
    const indent = /^[ \t]*/.exec(lines[first] ?? "")?.[0] ?? "";
    shown.push(`      \t${indent}... lines ${first + 1}-${last + 1} left out ...`);
    next = last + 1;
  }
  for (; next < lines.length; next++) shown.push(numbered(next + 1, lines[next] ?? ""));
  return shown.join("\n");
}
