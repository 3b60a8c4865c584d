import type { Sandbox } from "@swe/core";
import { addNotes } from "../src/text/add-notes.ts";
import { createToolState, type Tool, type ToolResult, type ToolState } from "../src/index.ts";

/** Calls a tool as the loop does; a refused call yields its problem as text. */
export async function callTool(
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
  sandbox: Sandbox,
  state: ToolState = createToolState(),
  timeoutMs = 30_000,
): Promise<ToolResult> {
  const prepared = tool.prepare(args);
  if (!prepared.ok) return { text: `REFUSED: ${prepared.problem}` };
  const result = await prepared.run({ sandbox, workdir: sandbox.workdir, state, timeoutMs, abortSignal: new AbortController().signal });
  return prepared.notes.length === 0 ? result : { ...result, text: addNotes(result.text, prepared.notes) };
}
