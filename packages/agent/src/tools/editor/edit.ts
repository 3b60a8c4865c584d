import type { ToolResult } from "../../contracts/tool.ts";
import { countOf } from "../../text/count-of.ts";
import { encode, encodingOf, fromByteText, toByteText, type ByteText, type TextEncoding } from "./byte-text.ts";
import { editorError, maxFileBytes, tooLarge, type EditorCall } from "./editor-call.ts";
import { insertLines } from "./insert-lines.ts";
import { countLines, isCrlf } from "./lines.ts";
import { clipResponse, renderAround, renderLines } from "./render-lines.ts";
import { replaceOnce, type Replacement } from "./replace-once.ts";
import { showName, statTarget } from "./resolve-path.ts";

interface OpenFile {
  readonly bytes: Uint8Array;
  readonly text: ByteText;
  readonly encoding: TextEncoding;
  /** Where the path leads: the name that the edit is remembered under. */
  readonly target: string;
}

export async function create({ args, path, context, history }: EditorCall): Promise<ToolResult> {
  const { sandbox, abortSignal } = context;
  if (args.file_text === undefined) return editorError('create needs "file_text", the content of the file.');
  if ((await sandbox.stat(path, { abortSignal })) !== null) {
    return editorError(`${showName(path)} exists already. Change it with str_replace or insert, or choose another path.`);
  }
  await sandbox.writeFile(path, args.file_text, { abortSignal });
  history.push(path, null);
  const text = encode(args.file_text, "utf8");
  const total = countLines(text);
  const shown = total === 0 ? "It is empty." : `It has ${countOf(total, "line")}:\n${renderLines(text, 1, total, "utf8")}`;
  return { text: clipResponse(`Created ${showName(path)}. ${shown}`) };
}

export async function strReplace(call: EditorCall): Promise<ToolResult> {
  const { args, path } = call;
  const { old_str: old, new_str: replacement = "" } = args;
  if (old === undefined || old === "") return editorError('str_replace needs "old_str", the text to replace; it cannot be empty.');
  const file = await open(call);
  if (!("encoding" in file)) return file;
  const { replaced, converted } = replaceIn(file, old, replacement);
  if (replaced.kind === "missing") {
    return editorError(
      `old_str does not occur in ${showName(path)}, so nothing was changed. View the part you mean and copy it exactly, white space included.`,
    );
  }
  if (replaced.kind === "ambiguous") {
    const lines = `${replaced.lines.join(", ")}${replaced.more ? ", ..." : ""}`;
    return editorError(
      `old_str occurs more than once in ${showName(path)} (at lines ${lines}), so nothing was changed. Add lines around it until it is unique.`,
    );
  }
  await save(call, file, replaced.text);
  const note = converted ? "NOTE: the file's lines end with CRLF; so do the lines that were put in." : lineEndNote(file, replacement);
  return edited(path, replaced, file.encoding, note);
}

export async function insert(call: EditorCall): Promise<ToolResult> {
  const { args, path } = call;
  const { insert_line: line, new_str: inserted } = args;
  if (line === undefined) return editorError('insert needs "insert_line", the line after which to insert; 0 is the top of the file.');
  if (inserted === undefined) return editorError('insert needs "new_str", the text to insert.');
  const file = await open(call);
  if (!("encoding" in file)) return file;
  const total = countLines(file.text);
  if (line < 0 || line > total)
    return editorError(`insert_line ${line}: it must be between 0 and ${total}, the number of lines of ${showName(path)}.`);
  const insertion = insertLines(file.text, encode(inserted, file.encoding), line);
  await save(call, file, insertion.text);
  return edited(path, insertion, file.encoding, lineEndNote(file, inserted));
}

export async function undoEdit({ path, context, history }: EditorCall): Promise<ToolResult> {
  const { sandbox, abortSignal } = context;
  // Edits are remembered under the name of the file itself, whichever link led to it.
  const target = (await statTarget(sandbox, path, abortSignal))?.path ?? path;
  const before = history.last(target);
  if (before === undefined) return editorError(`no edit of ${showName(path)} is left to undo.`);
  if (before === null) {
    await sandbox.remove(target, { abortSignal });
    history.drop(target);
    return { text: `Undone: ${showName(path)} was created by the last edit and is removed.` };
  }
  await sandbox.writeFile(target, before, { abortSignal });
  history.drop(target);
  const text = toByteText(before);
  const total = countLines(text);
  return {
    text: clipResponse(`Undone: ${showName(path)} is as it was before its last edit.\n${renderLines(text, 1, total, encodingOf(before))}`),
  };
}

async function open({ path, context }: EditorCall): Promise<OpenFile | ToolResult> {
  const { sandbox, abortSignal } = context;
  const target = await statTarget(sandbox, path, abortSignal);
  if (target === null) return editorError(`there is no ${showName(path)}. Use create for a new file.`);
  if (target.stat.type !== "file") return editorError(`${showName(path)} is not a file, so it cannot be edited.`);
  if (target.stat.size > maxFileBytes) return tooLarge(showName(path), target.stat.size);
  const bytes = (await sandbox.readFile(path, { abortSignal })) ?? new Uint8Array();
  return { bytes, text: toByteText(bytes), encoding: encodingOf(bytes), target: target.path };
}

async function save({ context, history }: EditorCall, file: OpenFile, text: ByteText): Promise<void> {
  await context.sandbox.writeFile(file.target, fromByteText(text), { abortSignal: context.abortSignal });
  history.push(file.target, file.bytes);
}

/** Tries the text as the file is shown first, then as UTF-8, then with the file's own line ends. */
function replaceIn(file: OpenFile, old: string, replacement: string): { replaced: Replacement; converted: boolean } {
  const encodings: readonly TextEncoding[] = file.encoding === "utf8" ? ["utf8"] : ["latin1", "utf8"];
  const toCrlf = !/\r/.test(old) && old.includes("\n") && isCrlf(file.text);
  for (const converted of toCrlf ? [false, true] : [false]) {
    for (const encoding of encodings) {
      const [from, to] = [old, replacement].map((text) => encode(converted ? text.replace(/\r?\n/g, "\r\n") : text, encoding));
      const replaced = replaceOnce(file.text, from ?? "", to ?? "");
      if (replaced.kind !== "missing") return { replaced, converted };
    }
  }
  return { replaced: { kind: "missing" }, converted: false };
}

function lineEndNote(file: OpenFile, text: string): string | undefined {
  if (!text.includes("\n") || text.includes("\r") || !isCrlf(file.text)) return undefined;
  return "NOTE: the file's lines end with CRLF, but those inside your text end with LF only; they were written as you gave them.";
}

function edited(
  path: string,
  change: { text: ByteText; at: number; length: number },
  encoding: TextEncoding,
  note: string | undefined,
): ToolResult {
  const around = renderAround(change.text, change.at, change.length, encoding);
  return {
    text: clipResponse(`${note === undefined ? "" : `${note}\n`}Edited ${showName(path)}. The lines around the change are now:\n${around}`),
  };
}
