import type { Tool } from "../contracts/tool.ts";
import { createEditorTool } from "../tools/editor/create-editor-tool.ts";
import { createExecuteBashTool } from "../tools/create-execute-bash-tool.ts";
import { finish } from "../tools/finish.ts";
import { search } from "../tools/search.ts";
import { submit } from "../tools/submit.ts";
import { taskTracker } from "../tools/task-tracker.ts";
import { think } from "../tools/think.ts";

/** The tool that a file of this name (without folder and suffix) stands for; one that the scaffold has already comes first. */
export function toolByFileName(name: string, own: readonly Tool[]): Tool | undefined {
  return own.find((tool) => tool.name === name) ?? builtIn(name);
}

function builtIn(name: string): Tool | undefined {
  switch (name) {
    case "file_editor":
      return createEditorTool({ name, undo: true, concise: true });
    case "str_replace_editor":
      return createEditorTool({ name });
    case "execute_bash":
      return createExecuteBashTool();
    case "search":
      return search;
    case "finish":
      return finish;
    case "submit":
      return submit;
    case "think":
      return think;
    case "task_tracker":
      return taskTracker;
    default:
      return undefined;
  }
}
