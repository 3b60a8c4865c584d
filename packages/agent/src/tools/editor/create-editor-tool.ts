import { z } from "zod";
import type { Tool, ToolResult } from "../../contracts/tool.ts";
import { addNotes } from "../../text/add-notes.ts";
import { defineTool } from "../define-tool.ts";
import { create, insert, strReplace, undoEdit } from "./edit.ts";
import { editHistoryOf } from "./edit-history.ts";
import { editorError, type EditorArgs, type EditorCall } from "./editor-call.ts";
import { resolvePath } from "./resolve-path.ts";
import { view } from "./view.ts";

export interface EditorToolOptions {
  readonly name: string;
  /** Adds `undo_edit`. @default false */
  readonly undo?: boolean | undefined;
  /** Adds `concise`, and makes it the default for long Python files. @default false */
  readonly concise?: boolean | undefined;
}

/** A tool that views, creates and edits files without ever touching a byte that the edit does not name. */
export function createEditorTool({ name, undo = false, concise = false }: EditorToolOptions): Tool {
  return defineTool<EditorArgs>({
    name,
    description: describe(undo, concise),
    parameters: argsSchema(undo, concise),
    run: async (args, context) => {
      const resolved = resolvePath(args.path, context.workdir);
      if ("problem" in resolved) return editorError(`${resolved.problem}. Give an absolute path.`);
      const { path, note } = resolved;
      const result = await dispatch({ args, path, context, history: editHistoryOf(context.state, name), canBeConcise: concise });
      return note === undefined ? result : { ...result, text: addNotes(result.text, [note]) };
    },
  });
}

function dispatch(call: EditorCall): Promise<ToolResult> {
  switch (call.args.command) {
    case "view":
      return view(call);
    case "create":
      return create(call);
    case "str_replace":
      return strReplace(call);
    case "insert":
      return insert(call);
    case "undo_edit":
      return undoEdit(call);
  }
}

function describe(undo: boolean, concise: boolean): string {
  const lines = [
    "Views, creates and edits files.",
    "- view: a file with line numbers, or a folder two levels deep.",
    "- create: a new file; fails if the path exists.",
    "- str_replace: replaces old_str, which must occur exactly once in the file, white space included, by new_str.",
    "- insert: puts new_str behind line insert_line.",
    ...(undo ? ["- undo_edit: takes back the last edit of the file; can be repeated."] : []),
    ...(concise ? ["Long Python files are shown without function bodies unless view_range is given or concise is false."] : []),
    "Long responses are clipped.",
  ];
  return lines.join("\n");
}

function argsSchema(undo: boolean, concise: boolean): z.ZodType<EditorArgs> {
  const commands = ["view", "create", "str_replace", "insert"] as const;
  const fields = {
    command: (undo ? z.enum([...commands, "undo_edit"]) : z.enum(commands)).describe("What to do."),
    path: z.string().describe("Absolute path of a file, or of a folder for view."),
    file_text: z.string().optional().describe("For create: the content of the file."),
    old_str: z.string().optional().describe("For str_replace: the text to replace. It must occur exactly once."),
    new_str: z
      .string()
      .optional()
      .describe("For str_replace: the text to put in its place; nothing when left out. For insert: the text to insert."),
    insert_line: z.int().optional().describe("For insert: the line after which to insert; 0 is the top of the file."),
    view_range: z
      .array(z.int())
      .length(2)
      .optional()
      .describe("For view of a file: first and last line, counted from 1; -1 as the last line means the end of the file."),
  };
  const withConcise = { ...fields, concise: z.boolean().optional().describe("For view of a file: leave out function bodies.") };
  return concise ? z.object(withConcise) : z.object(fields);
}
