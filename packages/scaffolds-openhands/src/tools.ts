import { createEditorTool, createExecuteBashTool, submit, taskTracker, think, type Tool } from "@swe/agent";

export const tools: readonly Tool[] = [
  createExecuteBashTool({ parameter: "command" }),
  createEditorTool({ name: "str_replace_editor" }),
  think,
  taskTracker,
  submit,
];
