import type { ToolContext, ToolResult } from "../../contracts/tool.ts";
import type { EditHistory } from "./edit-history.ts";

/** Arguments of the editing tools, checked for type. */
export interface EditorArgs {
  readonly command: "view" | "create" | "str_replace" | "insert" | "undo_edit";
  readonly path: string;
  readonly file_text?: string | undefined;
  readonly old_str?: string | undefined;
  readonly new_str?: string | undefined;
  readonly insert_line?: number | undefined;
  readonly view_range?: readonly number[] | undefined;
  readonly concise?: boolean | undefined;
}

/** One call of an editing tool with its path settled. */
export interface EditorCall {
  readonly args: EditorArgs;
  /** Absolute. */
  readonly path: string;
  readonly context: ToolContext;
  readonly history: EditHistory;
  /** Whether the tool offers the concise view. */
  readonly canBeConcise: boolean;
}

/** Larger files are left to commands: reading them whole would take the memory of all other runs of this process. */
export const maxFileBytes: number = 64 * 1024 * 1024;

export function tooLarge(name: string, size: number): ToolResult {
  return editorError(
    `${name} is ${Math.ceil(size / 1024 / 1024)} MiB, too large for this tool. Use commands such as grep, head, tail or sed.`,
  );
}

export function editorError(text: string): ToolResult {
  return { text: `ERROR: ${text}`, info: { error: "tool_error" } };
}
