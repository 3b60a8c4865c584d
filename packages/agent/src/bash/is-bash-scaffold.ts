import type { Scaffold } from "../contracts/scaffold.ts";

/** Whether a scaffold writes blocks for the shell, as those of `createBashScaffold` do. */
export function isBashScaffold({ tools }: Pick<Scaffold, "tools">): boolean {
  return tools.some((tool) => tool.name === "bash");
}
