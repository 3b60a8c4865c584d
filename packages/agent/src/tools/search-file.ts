import type { ToolContext, ToolResult } from "../contracts/tool.ts";
import { decode, encode, encodingOf, toByteText, type ByteText } from "./editor/byte-text.ts";
import { clipResponse, maxResponse, numbered } from "./editor/render-lines.ts";
import { showName } from "./editor/resolve-path.ts";

/** Bytes of a line that are shown before and after the first match; lines can be megabytes long. */
const contextBytes = 1000;

/** The lines of a file that hold the term, numbered. */
export async function searchFile(term: string, path: string, { sandbox, abortSignal }: ToolContext): Promise<ToolResult> {
  const bytes = (await sandbox.readFile(path, { abortSignal })) ?? new Uint8Array();
  const encoding = encodingOf(bytes);
  const wanted = encode(term, encoding);
  const found: string[] = [];
  let count = 0;
  let length = 0;
  for (const [index, line] of toByteText(bytes).split("\n").entries()) {
    if (!line.includes(wanted)) continue;
    count++;
    // Beyond what can be shown, matches are only counted.
    if (length > maxResponse) continue;
    const shown = numbered(index + 1, decode(excerpt(line, wanted), encoding));
    length += shown.length + 1;
    found.push(shown);
  }
  if (count === 0) return { text: `No line of ${showName(path)} holds "${term}".`, info: { matches: 0 } };
  const lines = count === 1 ? "1 line holds" : `${count} lines hold`;
  return { text: clipResponse(`${lines} "${term}" in ${showName(path)}:\n${found.join("\n")}`), info: { matches: count } };
}

function excerpt(line: ByteText, wanted: ByteText): ByteText {
  if (line.length <= contextBytes * 2) return line;
  const at = line.indexOf(wanted);
  const start = Math.max(0, at - contextBytes);
  const end = Math.min(line.length, at + wanted.length + contextBytes);
  return (start > 0 ? "[...] " : "") + line.slice(start, end) + (end < line.length ? " [...]" : "");
}
