import { createEditorTool, createExecuteBashTool, finish, search, type Tool } from "@swe/agent";

/** As sent in function calling. */
export const tools: readonly Tool[] = [
  createEditorTool({ name: "file_editor", undo: true, concise: true }),
  createExecuteBashTool({ parameter: "cmd" }),
  search,
  finish,
];

const bashInText: Tool = createExecuteBashTool({ parameter: "command" });

/** As described in text prompts, where the shell's parameter has always been `command`. */
export function asInText(given: readonly Tool[]): readonly Tool[] {
  return given.map((tool) => (tool.name === bashInText.name ? bashInText : tool));
}
