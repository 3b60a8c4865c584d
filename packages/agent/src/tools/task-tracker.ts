import { z } from "zod";
import type { Tool } from "../contracts/tool.ts";
import { defineTool } from "./define-tool.ts";

const taskSchema = z.object({
  id: z.union([z.string(), z.number()]).optional().describe("Short name of the task; its number in the list when left out."),
  title: z.string().describe("What is to be done."),
  status: z.enum(["todo", "in_progress", "done"]).default("todo"),
  notes: z.string().optional(),
});

interface TaskList {
  tasks: readonly z.infer<typeof taskSchema>[];
}

const marks = { todo: "[ ]", in_progress: "[~]", done: "[x]" } as const;

/** A list of tasks that the agent keeps for itself, outside the sandbox. */
export const taskTracker: Tool = defineTool({
  name: "task_tracker",
  description: "Keeps your list of tasks. plan: replaces the whole list by task_list. view: shows it.",
  parameters: z.object({
    command: z.enum(["view", "plan"]).describe("What to do."),
    task_list: z.array(taskSchema).optional().describe("For plan: all tasks, those that are done as well."),
  }),
  run: async ({ command, task_list: tasks }, { state }) => {
    const list = state.get<TaskList>("task-tracker", () => ({ tasks: [] }));
    if (command === "plan") {
      if (tasks === undefined) return { text: 'ERROR: plan needs "task_list", the list of all tasks.', info: { error: "tool_error" } };
      list.tasks = tasks;
    }
    return { text: renderTasks(list.tasks) };
  },
});

function renderTasks(tasks: TaskList["tasks"]): string {
  if (tasks.length === 0) return "The task list is empty.";
  const lines = tasks.map((task, index) => {
    const notes = task.notes === undefined || task.notes === "" ? "" : `\n      ${task.notes.replaceAll("\n", "\n      ")}`;
    return `${marks[task.status]} ${task.id ?? index + 1}. ${task.title}${notes}`;
  });
  const done = tasks.filter((task) => task.status === "done").length;
  return `Tasks (${done} of ${tasks.length} done):\n${lines.join("\n")}`;
}
