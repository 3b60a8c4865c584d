import type { ToolResult } from "../../contracts/tool.ts";
import { encodingOf, toByteText } from "./byte-text.ts";
import { describeBinary } from "./describe-binary.ts";
import { countOf } from "../../text/count-of.ts";
import { editorError, maxFileBytes, tooLarge, type EditorCall } from "./editor-call.ts";
import { countLines, isCrlf } from "./lines.ts";
import { clipResponse, renderLines } from "./render-lines.ts";
import { showName, statTarget } from "./resolve-path.ts";
import { viewConcise } from "./view-concise.ts";
import { viewDirectory } from "./view-directory.ts";

/** Python files of more lines than this are shown concisely unless the call says otherwise. */
const conciseFrom = 110;

export async function view(call: EditorCall): Promise<ToolResult> {
  const { args, path, context } = call;
  const { sandbox, abortSignal } = context;
  const target = await statTarget(sandbox, path, abortSignal);
  if (target === null) return editorError(`there is no ${showName(path)}. View the folder it should be in to see what is there.`);
  if (target.stat.type === "directory") {
    if (args.view_range !== undefined) return editorError(`${showName(path)} is a folder; view_range is for files. Call again without it.`);
    return { text: await viewDirectory(sandbox, target.path, abortSignal) };
  }
  if (target.stat.type !== "file") return editorError(`${showName(path)} is neither a file nor a folder, so it cannot be viewed.`);
  if (target.stat.size > maxFileBytes) return tooLarge(showName(path), target.stat.size);
  const bytes = (await sandbox.readFile(path, { abortSignal })) ?? new Uint8Array();
  const binary = describeBinary(bytes);
  if (binary !== undefined) {
    return editorError(`${showName(path)} is ${binary} of ${bytes.length} bytes, not text. Use a command that understands it.`);
  }
  return viewText(call, bytes);
}

async function viewText(call: EditorCall, bytes: Uint8Array): Promise<ToolResult> {
  const { args, path } = call;
  const text = toByteText(bytes);
  const encoding = encodingOf(bytes);
  const total = countLines(text);
  const range = readRange(args.view_range, total);
  if ("problem" in range) return editorError(`view_range ${JSON.stringify(args.view_range)}: ${range.problem}`);
  const remarks = [encoding === "utf8" ? [] : ["not UTF-8, shown as Latin-1"], isCrlf(text) ? ["line ends: CRLF"] : []].flat();
  const remark = remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
  if (total === 0) return { text: `${showName(path)} is empty.` };
  if (args.view_range !== undefined) {
    const { first, last } = range;
    return {
      text: clipResponse(`${showName(path)}, lines ${first} to ${last} of ${total}${remark}:\n${renderLines(text, first, last, encoding)}`),
    };
  }
  const wantsConcise = call.canBeConcise && (args.concise ?? (path.endsWith(".py") && total > conciseFrom));
  const concise = wantsConcise ? await viewConcise(path, text, encoding) : undefined;
  if (concise !== undefined) {
    const how = "function bodies are left out; use view_range, or concise false, to see them";
    return { text: clipResponse(`${showName(path)}, ${countOf(total, "line")}${remark}, ${how}:\n${concise}`) };
  }
  return { text: clipResponse(`${showName(path)}, ${countOf(total, "line")}${remark}:\n${renderLines(text, 1, total, encoding)}`) };
}

/** The lines to show, from 1 and inclusive. */
function readRange(range: readonly number[] | undefined, total: number): { first: number; last: number } | { problem: string } {
  if (range === undefined) return { first: 1, last: total };
  const [first = 0, end = 0] = range;
  if (total === 0) return { problem: "the file is empty, so there is no line to show." };
  const last = end === -1 ? total : end;
  if (first < 1 || first > total) return { problem: `the first line must be between 1 and ${total}.` };
  if (last < first || last > total)
    return { problem: `the last line must be between ${first} and ${total}, or -1 for the end of the file.` };
  return { first, last };
}
