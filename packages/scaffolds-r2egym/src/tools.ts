import { createEditorTool, createExecuteBashTool, finish, search, type Tool } from "@swe/agent";

const fileEditor: Tool = createEditorTool({ name: "file_editor", undo: true, concise: true });

/** As sent in function calling. */
export const tools: readonly Tool[] = [fileEditor, createExecuteBashTool({ parameter: "cmd" }), search, finish];

/** As described in text prompts, where the shell's parameter has always been `command`. */
export const toolsInText: readonly Tool[] = [fileEditor, createExecuteBashTool({ parameter: "command" }), search, finish];
