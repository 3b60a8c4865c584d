import { createMemorySandbox } from "@swe/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callTool } from "../../../test/call-tool.ts";
import { createToolState } from "../../contracts/tool-state.ts";
import { createEditorTool } from "./create-editor-tool.ts";

const editor = createEditorTool({ name: "file_editor", undo: true, concise: true });

/** Pieces that files get wrong: line ends, tabs, byte-order marks, bytes that are valid in no encoding. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("\n", "\r\n", "\t", " ", "a", "ab", "\ufeff", "é", "日本", "😀", "\\", "$&", "x = 1\n") },
  { weight: 1, arbitrary: fc.string() },
);
const utf8File = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join("")));
const anyFile = fc.oneof(
  utf8File,
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
);
const text = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(""));
const nameParts = ["a", " ", "'", '"', "-", "é", "$x", "*", "\\", "\n", ".py"];
const fileName = fc.array(fc.constantFrom(...nameParts), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));

async function open(content: Uint8Array, path = "/testbed/file.txt") {
  const sandbox = createMemorySandbox({ files: { [path]: content } });
  const state = createToolState();
  return {
    call: (args: Readonly<Record<string, unknown>>) => callTool(editor, { path, ...args }, sandbox, state),
    read: async () => Buffer.from((await sandbox.readFile(path)) ?? []),
  };
}

/** Where the bytes occur, overlaps included. */
function occurrences(content: Buffer, wanted: Buffer): readonly number[] {
  const found: number[] = [];
  for (let at = content.indexOf(wanted); at !== -1; at = content.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

/** What a file may hold after str_replace. */
function allowedAfterReplace(content: Buffer, old: string, replacement: string): readonly Buffer[] {
  const replaced = (from: string, to: string): readonly Buffer[] => {
    const found = occurrences(content, Buffer.from(from));
    const [at = 0] = found;
    if (found.length !== 1) return [content];
    return [Buffer.concat([content.subarray(0, at), Buffer.from(to), content.subarray(at + Buffer.byteLength(from))])];
  };
  if (old === "") return [content];
  if (occurrences(content, Buffer.from(old)).length > 0) return replaced(old, replacement);
  // A text with LF alone is found in a file whose lines all end with CRLF, and then so do the new lines.
  const isCrlf = /^([^\n]*\r\n)+[^\n]*$/.test(content.toString("latin1")) && !old.includes("\r");
  const toCrlf = (lines: string): string => lines.replace(/\r?\n/g, "\r\n");
  return isCrlf && old.includes("\n") ? replaced(toCrlf(old), toCrlf(replacement)) : [content];
}

function linesOf(content: Buffer): readonly string[] {
  return content.length === 0 ? [] : content.toString("latin1").split(/(?<=\n)/);
}

/** What a file may hold after insert: which of the two line ends sets the new lines apart is left open here. */
function allowedAfterInsert(content: Buffer, inserted: string, line: number): readonly Buffer[] {
  const lines = linesOf(content);
  if (line < 0 || line > lines.length) return [content];
  const before = Buffer.from(lines.slice(0, line).join(""), "latin1");
  const rest = Buffer.from(lines.slice(line).join(""), "latin1");
  const isOpen = before.length > 0 && before.at(-1) !== 10;
  const closed = inserted.endsWith("\n") ? [inserted] : [`${inserted}\n`, `${inserted}\r\n`];
  const added = isOpen ? [`\n${inserted}`, `\r\n${inserted}`] : closed;
  return added.map((addition) => Buffer.concat([before, Buffer.from(addition), rest]));
}

describe("the editor against a plain model of the file", () => {
  test("str_replace replaces the one occurrence and changes nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(utf8File, text, text, fc.nat(), fc.boolean(), async (content, other, replacement, seed, fromFile) => {
        const characters = Array.from(content.toString());
        const start = characters.length === 0 ? 0 : seed % characters.length;
        const old = (fromFile ? characters.slice(start, start + 6).join("") : "") || other;
        const file = await open(content);
        await file.call({ command: "str_replace", old_str: old, new_str: replacement });
        expect(allowedAfterReplace(content, old, replacement)).toContainEqual(await file.read());
        await file.call({ command: "undo_edit" });
        expect(await file.read()).toEqual(content);
      }),
      { numRuns: 300 },
    );
  });

  test("insert adds whole lines at the place named and changes nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(utf8File, text, fc.integer({ min: -2, max: 12 }), async (content, inserted, line) => {
        const file = await open(content);
        const result = await file.call({ command: "insert", insert_line: line, new_str: inserted });
        const total = linesOf(content).length;
        expect(result.text.startsWith("ERROR:")).toBe(line < 0 || line > total);
        expect(allowedAfterInsert(content, inserted, line)).toContainEqual(await file.read());
        await file.call({ command: "undo_edit" });
        expect(await file.read()).toEqual(content);
      }),
      { numRuns: 300 },
    );
  });

  test("an edit of a file in any encoding touches only the bytes it names", async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, anyFile, async (before, after) => {
        const mark = Buffer.from("@@MARK@@");
        const file = await open(Buffer.concat([before, mark, after]));
        await file.call({ command: "str_replace", old_str: "@@MARK@@", new_str: "done" });
        expect(await file.read()).toEqual(Buffer.concat([before, Buffer.from("done"), after]));
      }),
      { numRuns: 200 },
    );
  });

  test("create writes exactly the text, whatever the file is called, and undo removes it", async () => {
    await fc.assert(
      fc.asyncProperty(text, fileName, async (content, name) => {
        const sandbox = createMemorySandbox();
        const state = createToolState();
        const path = `/testbed/new folder/${name}`;
        await callTool(editor, { command: "create", path, file_text: content }, sandbox, state);
        expect(Buffer.from((await sandbox.readFile(path)) ?? []).toString()).toBe(content);
        expect((await callTool(editor, { command: "create", path, file_text: "other" }, sandbox, state)).text).toMatch(/^ERROR:/);
        await callTool(editor, { command: "undo_edit", path }, sandbox, state);
        expect(await sandbox.readFile(path)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test("view shows each line under its number", async () => {
    const line = fc.string().map((words) => words.replace(/[\n\r\0]/g, "").slice(0, 50));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        async (lines, from, length, crlf) => {
          const content = lines.map((each) => each + (crlf ? "\r\n" : "\n")).join("");
          const first = (from % lines.length) + 1;
          const last = Math.min(lines.length, first + (length % 10));
          const file = await open(Buffer.from(content));
          const shown = (await file.call({ command: "view", view_range: [first, last] })).text.split("\n").slice(1);
          expect(shown).toEqual(lines.slice(first - 1, last).map((each, index) => `${String(first + index).padStart(6)}\t${each}`));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("no arguments, however odd, make it throw", async () => {
    const fields = fc.record(
      {
        command: fc.oneof(fc.constantFrom("view", "create", "str_replace", "insert", "undo_edit", "fly"), fc.anything()),
        path: fc.oneof(fc.constantFrom("/testbed/file.txt", "/testbed", "file.txt", "/nowhere/x", ""), fc.anything()),
        file_text: fc.anything(),
        old_str: fc.anything(),
        new_str: fc.anything(),
        insert_line: fc.oneof(fc.string(), fc.anything()),
        view_range: fc.oneof(fc.string(), fc.constantFrom("[1, 2]", "1 2", [1], [2, 1], [0, -1]), fc.anything()),
        concise: fc.anything(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fields, async (args) => {
        const sandbox = createMemorySandbox({ files: { "/testbed/file.txt": "a\nb\n" } });
        const result = await callTool(editor, args, sandbox);
        expect(result.text).toBeTypeOf("string");
      }),
      { numRuns: 300 },
    );
  });
});
