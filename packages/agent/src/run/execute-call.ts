import { describeError, SweError } from "@swe/core";
import type { AgentFailure } from "../contracts/agent-result.ts";
import type { RequestedCall } from "../contracts/reply.ts";
import type { Tool, ToolContext, ToolResult } from "../contracts/tool.ts";
import { describeFailure } from "./classify-model-failure.ts";
import { describeSignature } from "../tools/describe-signature.ts";

export interface Execution {
  readonly result: ToolResult;
  /** The sandbox is gone or unusable: the run cannot go on. */
  readonly failure?: AgentFailure | undefined;
  /** A tool threw what no tool should throw. */
  readonly bug?: unknown;
}

/** Errors that end a run: what is broken is not the agent's doing and every further action would fail as well. */
const fatalCodes: readonly string[] = ["sandbox_lost", "engine_unavailable", "engine_error", "resource_exhausted", "image_not_found"];

/** Runs one call. Whatever is wrong with the call itself becomes an observation. */
export async function executeCall(call: RequestedCall, tools: readonly Tool[], context: ToolContext): Promise<Execution> {
  const tool = tools.find((candidate) => candidate.name === call.tool);
  if (tool === undefined) return refused(unknownTool(call.tool, tools));
  if (call.argsProblem !== undefined) return refused(`${tool.name}: ${call.argsProblem}\nUsage: ${describeSignature(tool)}`);
  const prepared = tool.prepare(call.args);
  if (!prepared.ok) return refused(`${tool.name}: ${prepared.problem}\nUsage: ${describeSignature(tool)}`);
  try {
    const result = await prepared.run(context);
    return { result: prepared.notes.length === 0 ? result : { ...result, text: [...prepared.notes, result.text].join("\n") } };
  } catch (cause) {
    return failed(tool, cause);
  }
}

function failed(tool: Tool, cause: unknown): Execution {
  const text = `ERROR: ${tool.name}: ${describeError(cause)}`;
  if (!SweError.isInstance(cause)) return { result: { text, info: { error: "tool_failed" } }, bug: cause };
  const survivable = "sandboxUsable" in cause && cause.sandboxUsable === true;
  const failure = fatalCodes.includes(cause.code) && !survivable ? describeFailure(cause) : undefined;
  return { result: { text, info: { error: cause.code } }, failure };
}

function unknownTool(name: string, tools: readonly Tool[]): string {
  const signatures = tools.map((tool) => `- ${describeSignature(tool)}`).join("\n");
  return `there is no tool "${name}". Call one of these:\n${signatures}`;
}

function refused(problem: string): Execution {
  return { result: { text: `ERROR: ${problem}`, info: { error: "invalid_call" } } };
}
